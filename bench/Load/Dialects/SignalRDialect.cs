using System.Text;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Dialects;

/// <summary>The JSON hub protocol of ASP.NET Core SignalR over a WebSocket without negotiation: records that end with 0x1E.</summary>
internal sealed class SignalRDialect : StreamDialect
{
    private const byte End = 0x1E;

    public override string Target(Member member) => "/hub";

    public override void OnUpgraded(Connection connection, IReceiver receiver) => connection.Send("{\"protocol\":\"json\",\"version\":1}\u001e"u8);

    public override int Publish(Span<byte> target, string room, ReadOnlySpan<byte> data, long id) =>
        id == 0
            ? Join(target, $"{{\"type\":1,\"target\":\"Publish\",\"arguments\":[\"{room}\",\"", data, "\"]}\u001e"u8)
            : Join(target, $"{{\"type\":1,\"invocationId\":\"{id}\",\"target\":\"Publish\",\"arguments\":[\"{room}\",\"", data, "\"]}\u001e"u8);

    protected override int RecordLength(ReadOnlySpan<byte> bytes) => bytes.IndexOf(End) + 1;

    protected override void OnRecord(Connection connection, ReadOnlySpan<byte> record, IReceiver receiver)
    {
        if (TryMessage(connection, record, 0, receiver))
        {
            return;
        }

        switch (Number(record, "\"type\":"u8))
        {
            case 0 when record.Length == 3:
                Enter(connection, receiver);
                break;
            case 3 when record.IndexOf("\"error\":"u8) < 0 && connection.Awaited > 0:
                OnAnswered(connection, receiver);
                break;
            case 3 when record.IndexOf("\"error\":"u8) < 0:
                receiver.OnReply(connection, Number(record, "\"invocationId\":\""u8), 0);
                break;
            case 6:
                connection.Send(record);
                break;
            default:
                receiver.OnFault(connection, 0, record);
                break;
        }
    }

    /// <summary>The handshake was answered.</summary>
    private static void Enter(Connection connection, IReceiver receiver)
    {
        if (connection.Member.Rooms.Length == 0)
        {
            receiver.OnReady(connection);
            return;
        }

        connection.Awaited = connection.Member.Rooms.Length;
        foreach (var room in connection.Member.Rooms)
        {
            connection.Send(Encoding.ASCII.GetBytes($"{{\"type\":1,\"invocationId\":\"0\",\"target\":\"Join\",\"arguments\":[\"{room}\"]}}\u001e"));
        }
    }
}
