using System.Text;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Dialects;

/// <summary>
/// What the peers without a protocol of their own speak: <c>{"type":"join","room":…}</c> is answered with <c>{"type":"joined"}</c>,
/// <c>{"type":"message","id":…,"room":…,"data":…}</c> goes to the others in the room as it is and, where it has an id, is answered with <c>{"type":"ok","id":…}</c>.
/// </summary>
internal sealed class PlainDialect : Dialect
{
    public override string Target(Member member) => "/ws";

    public override void OnUpgraded(Connection connection, IReceiver receiver)
    {
        connection.Awaited = Math.Max(1, connection.Member.Rooms.Length);
        foreach (var room in connection.Member.Rooms)
        {
            connection.Send(Encoding.ASCII.GetBytes($"{{\"type\":\"join\",\"room\":\"{room}\"}}"));
        }

        if (connection.Member.Rooms.Length == 0)
        {
            OnAnswered(connection, receiver);
        }
    }

    public override void Read(Connection connection, in FrameHeader header, ReadOnlySpan<byte> payload, IReceiver receiver)
    {
        RequireWhole(header);
        if (TryMessage(connection, payload, 0, receiver))
        {
            return;
        }

        if (payload.IndexOf("\"type\":\"ok\""u8) >= 0)
        {
            receiver.OnReply(connection, Number(payload, "\"id\":"u8), 0);
        }
        else if (payload.IndexOf("\"type\":\"joined\""u8) >= 0)
        {
            OnAnswered(connection, receiver);
        }
        else
        {
            receiver.OnFault(connection, 0, payload);
        }
    }

    public override int Publish(Span<byte> target, string room, ReadOnlySpan<byte> data, long id) =>
        id == 0
            ? Join(target, $"{{\"type\":\"message\",\"room\":\"{room}\",\"data\":\"", data, "\"}"u8)
            : Join(target, $"{{\"type\":\"message\",\"id\":{id},\"room\":\"{room}\",\"data\":\"", data, "\"}"u8);
}
