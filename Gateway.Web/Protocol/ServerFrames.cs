using System.Buffers;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>The frames that a gateway sends of its own accord. Messages are <see cref="MessageFrames"/>, answers <see cref="ReplyFrames"/>.</summary>
internal static class ServerFrames
{
    private static readonly byte[] PlainPong = [.. "{\"type\":\"pong\"}"u8];

    /// <summary><c>connected</c>, the first frame of every connection.</summary>
    public static byte[] Connected(ConnectedFrame frame)
    {
        ArrayBufferWriter<byte> buffer = FrameBuffer.Rent();
        var writer = new FrameWriter(buffer);
        writer.Raw("{\"type\":\"connected\",\"session_id\":"u8);
        writer.String(frame.SessionId);
        writer.Raw(",\"user_id\":"u8);
        writer.String(frame.UserId);
        writer.Raw(",\"timestamp\":"u8);
        writer.Number(frame.Timestamp.ToUnixTimeSeconds());
        writer.Raw(",\"resumed\":"u8);
        writer.Boolean(frame.Resumed);
        writer.Raw(",\"instance_id\":"u8);
        writer.String(frame.InstanceId);
        writer.Raw(",\"ping_interval_ms\":"u8);
        writer.Number((long)frame.PingInterval.TotalMilliseconds);
        writer.Raw(",\"unread\":["u8);
        for (int i = 0; i < frame.Unread.Count; i++)
        {
            WriteUnread(ref writer, frame.Unread[i], frame.UserId, first: i == 0);
        }

        writer.Raw("],\"inbox\":{\"next_seq\":"u8);
        writer.Number(frame.InboxNextSeq);
        writer.Raw(",\"pending\":"u8);
        writer.Number(frame.InboxPending);
        writer.Raw(",\"epoch\":"u8);
        writer.String(frame.InboxEpoch);
        writer.Raw("}}"u8);
        return Take(ref writer, buffer);
    }

    /// <summary><c>gap</c>: what lies between the two positions of a log, both included, is gone.</summary>
    /// <param name="log">The log.</param>
    /// <param name="viewerId">Who is told; matters in private conversations only.</param>
    /// <param name="fromSeq">First position that is lost.</param>
    /// <param name="toSeq">Last position that is lost.</param>
    /// <param name="epoch">The log's epoch from here on, so that a client which keeps positions can go on.</param>
    public static byte[] Gap(LogId log, string? viewerId, long fromSeq, long toSeq, string? epoch)
    {
        ArrayBufferWriter<byte> buffer = FrameBuffer.Rent();
        var writer = new FrameWriter(buffer);
        writer.Raw("{\"type\":\"gap\""u8);
        if (log.Kind == LogKind.Inbox)
        {
            writer.Raw(",\"inbox\":true"u8);
        }
        else
        {
            ConversationFrames.WriteName(ref writer, log, viewerId);
        }

        writer.Raw(",\"from_seq\":"u8);
        writer.Number(fromSeq);
        writer.Raw(",\"to_seq\":"u8);
        writer.Number(toSeq);
        if (epoch is not null)
        {
            writer.Raw(",\"epoch\":"u8);
            writer.String(epoch);
        }

        writer.Raw("}"u8);
        return Take(ref writer, buffer);
    }

    /// <summary><c>reconnect</c>: this gateway is going away; come back with the session id after the delay.</summary>
    public static byte[] Reconnect(TimeSpan delay)
    {
        ArrayBufferWriter<byte> buffer = FrameBuffer.Rent();
        var writer = new FrameWriter(buffer);
        writer.Raw("{\"type\":\"reconnect\",\"delay_ms\":"u8);
        writer.Number((long)delay.TotalMilliseconds);
        writer.Raw("}"u8);
        return Take(ref writer, buffer);
    }

    /// <summary><c>pong</c>, the answer to a <c>ping</c> frame. Without an id it is one shared array.</summary>
    public static byte[] Pong(string? id)
    {
        if (id is null)
        {
            return PlainPong;
        }

        ArrayBufferWriter<byte> buffer = FrameBuffer.Rent();
        var writer = new FrameWriter(buffer);
        writer.Raw("{\"type\":\"pong\",\"id\":"u8);
        writer.String(id);
        writer.Raw("}"u8);
        return Take(ref writer, buffer);
    }

    /// <summary><c>error</c> with the wire text of a refusal.</summary>
    public static byte[] Error(string? id, RealtimeErrorCode code, string message, TimeSpan? retryAfter = null) =>
        Error(id, code.ToWire(), message, retryAfter);

    /// <summary><c>error</c>.</summary>
    /// <param name="id">The id of the frame that is refused, if it had one.</param>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">Why, for people.</param>
    /// <param name="retryAfter">When it is worth trying again; rounded up to milliseconds.</param>
    public static byte[] Error(string? id, string code, string message, TimeSpan? retryAfter = null)
    {
        ArrayBufferWriter<byte> buffer = FrameBuffer.Rent();
        var writer = new FrameWriter(buffer);
        writer.Raw("{\"type\":\"error\""u8);
        if (id is not null)
        {
            writer.Raw(",\"id\":"u8);
            writer.String(id);
        }

        writer.Raw(",\"code\":"u8);
        writer.String(code);
        writer.Raw(",\"message\":"u8);
        writer.String(message);
        if (retryAfter is { } wait)
        {
            writer.Raw(",\"retry_after_ms\":"u8);
            writer.Number((long)Math.Ceiling(wait.TotalMilliseconds));
        }

        writer.Raw("}"u8);
        return Take(ref writer, buffer);
    }

    internal static byte[] Take(ref FrameWriter writer, ArrayBufferWriter<byte> buffer)
    {
        writer.Complete();
        return FrameBuffer.Take(buffer);
    }

    private static void WriteUnread(ref FrameWriter writer, ConversationUnread unread, string userId, bool first)
    {
        writer.Raw(first ? "{"u8 : ",{"u8);
        writer.Raw(unread.Log.Kind == LogKind.Private ? "\"peer_user_id\":"u8 : "\"group_id\":"u8);
        writer.StringOrNull(unread.Log.Kind == LogKind.Private ? unread.Log.PeerOf(userId) : unread.Log.Key);
        writer.Raw(",\"count\":"u8);
        writer.Number(unread.Count);
        writer.Raw(",\"last_seq\":"u8);
        writer.Number(unread.LastSeq);
        writer.Raw(",\"epoch\":"u8);
        writer.String(unread.Epoch);
        writer.Raw("}"u8);
    }
}
