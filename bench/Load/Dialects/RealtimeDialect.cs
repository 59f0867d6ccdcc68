using System.Text;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Dialects;

/// <summary>Orleans.Realtime's own protocol: docs/protocol.md.</summary>
internal sealed class RealtimeDialect : Dialect
{
    public override string Target(Member member) =>
        $"/ws?user_id={member.User}{(member.Service ? "&role=service" : "")}{(member.Session is null ? "" : "&session_id=" + member.Session)}{string.Concat(member.Rooms.Select(room => "&room_id=" + room))}";

    public override void Read(Connection connection, in FrameHeader header, ReadOnlySpan<byte> payload, IReceiver receiver)
    {
        RequireWhole(header);
        if (TryMessage(connection, payload, Number(payload, "\"seq\":"u8), receiver))
        {
            return;
        }

        if (payload.IndexOf("\"type\":\"reply\""u8) >= 0)
        {
            receiver.OnReply(connection, Number(payload, "\"id\":\""u8), Number(payload, "\"seq\":"u8));
        }
        else if (payload.IndexOf("\"type\":\"connected\""u8) >= 0)
        {
            var session = payload[(payload.IndexOf("\"session_id\":\""u8) + 14)..];
            connection.Session = Encoding.ASCII.GetString(session[..session.IndexOf((byte)'"')]);
            connection.Resumed = payload.IndexOf("\"resumed\":true"u8) >= 0;
            receiver.OnReady(connection);
        }
        else
        {
            receiver.OnFault(connection, Number(payload, "\"id\":\""u8), payload);
        }
    }

    public override int Publish(Span<byte> target, string room, ReadOnlySpan<byte> data, long id) =>
        id == 0
            ? Join(target, $"{{\"type\":\"room\",\"room_id\":\"{room}\",\"data\":\"", data, "\"}"u8)
            : Join(target, $"{{\"type\":\"room\",\"id\":\"{id}\",\"room_id\":\"{room}\",\"data\":\"", data, "\"}"u8);
}
