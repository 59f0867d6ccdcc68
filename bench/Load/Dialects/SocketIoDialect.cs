using System.Text;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Dialects;

/// <summary>Socket.IO 5 over Engine.IO 4 (their protocol's versions; server version 4), WebSocket only: a digit of each, then JSON.</summary>
internal sealed class SocketIoDialect : Dialect
{
    public override string Target(Member member) => "/socket.io/?EIO=4&transport=websocket";

    public override void Read(Connection connection, in FrameHeader header, ReadOnlySpan<byte> payload, IReceiver receiver)
    {
        RequireWhole(header);
        if (TryMessage(connection, payload, 0, receiver))
        {
            return;
        }

        if (payload.StartsWith("43"u8) && connection.Awaited > 0)
        {
            OnAnswered(connection, receiver);
        }
        else if (payload.StartsWith("43"u8))
        {
            receiver.OnReply(connection, Number(payload, "43"u8), 0);
        }
        else if (payload.SequenceEqual("2"u8))
        {
            connection.Send("3"u8);
        }
        else if (payload.StartsWith("0{"u8))
        {
            connection.Send("40"u8);
        }
        else if (payload.StartsWith("40{"u8))
        {
            Enter(connection, receiver);
        }
        else
        {
            receiver.OnFault(connection, 0, payload);
        }
    }

    public override int Publish(Span<byte> target, string room, ReadOnlySpan<byte> data, long id) =>
        id == 0
            ? Join(target, $"42[\"publish\",\"{room}\",\"", data, "\"]"u8)
            : Join(target, $"42{id}[\"publish\",\"{room}\",\"", data, "\"]"u8);

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
            connection.Send(Encoding.ASCII.GetBytes($"420[\"join\",\"{room}\"]"));
        }
    }
}
