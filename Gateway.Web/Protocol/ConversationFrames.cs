using System.Buffers;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>
/// The frames of groups and private conversations. What names a private conversation names it by its other user, so that such a frame is
/// written for a viewer; all others are the same for everybody.
/// </summary>
internal static class ConversationFrames
{
    /// <summary>Writes an entry of a conversation for one of its users.</summary>
    public static void Write(IBufferWriter<byte> output, LogId log, Message message, string viewerId)
    {
        var writer = new FrameWriter(output);
        WriteEntry(ref writer, log, message, viewerId);
        writer.Complete();
    }

    /// <summary><c>typing</c>, <c>read</c> and <c>presence</c>.</summary>
    /// <param name="signal">What goes on.</param>
    /// <param name="viewerId">Who gets it; matters in private conversations only.</param>
    public static byte[] Signal(Signal signal, string viewerId)
    {
        ArrayBufferWriter<byte> buffer = FrameBuffer.Rent();
        var writer = new FrameWriter(buffer);
        switch (signal.Kind)
        {
            case SignalKind.Typing:
                WriteTyping(ref writer, signal);
                break;
            case SignalKind.Read:
                writer.Raw("{\"type\":\"read\""u8);
                WriteName(ref writer, signal.Log, viewerId);
                writer.Raw(",\"user_id\":"u8);
                writer.String(signal.UserId);
                writer.Raw(",\"seq\":"u8);
                writer.Number(signal.Seq);
                writer.Raw(",\"read_count\":"u8);
                writer.Number(signal.ReadCount);
                writer.Raw(",\"member_count\":"u8);
                writer.Number(signal.MemberCount);
                break;
            default:
                writer.Raw("{\"type\":\"presence\""u8);
                WriteName(ref writer, signal.Log, viewerId);
                writer.Raw(",\"user_id\":"u8);
                writer.String(signal.UserId);
                writer.Raw(signal.Kind == SignalKind.Online ? ",\"status\":\"online\""u8 : ",\"status\":\"offline\""u8);
                break;
        }

        writer.Raw("}"u8);
        return ServerFrames.Take(ref writer, buffer);
    }

    /// <summary><c>member</c> without a position: for the user itself, where no entry of the log says it.</summary>
    public static byte[] Member(string groupId, string userId, string action)
    {
        ArrayBufferWriter<byte> buffer = FrameBuffer.Rent();
        var writer = new FrameWriter(buffer);
        writer.Raw("{\"type\":\"member\",\"group_id\":"u8);
        writer.String(groupId);
        writer.Raw(",\"user_id\":"u8);
        writer.String(userId);
        writer.Raw(",\"action\":"u8);
        writer.String(action);
        writer.Raw("}"u8);
        return ServerFrames.Take(ref writer, buffer);
    }

    /// <summary><c>group</c> and <c>private</c>.</summary>
    internal static void WriteMessage(ref FrameWriter writer, LogId log, Message message)
    {
        if (message.Kind == MessageKind.Group)
        {
            writer.Raw("{\"type\":\"group\",\"id\":"u8);
            writer.String(message.Id);
            writer.Raw(",\"group_id\":"u8);
            writer.String(log.Key);
            writer.Raw(",\"seq\":"u8);
            writer.Number(message.Seq);
            writer.Raw(",\"from_user_id\":"u8);
            writer.StringOrNull(message.SenderId);
        }
        else
        {
            writer.Raw("{\"type\":\"private\",\"id\":"u8);
            writer.String(message.Id);
            writer.Raw(",\"from_user_id\":"u8);
            writer.StringOrNull(message.SenderId);
            writer.Raw(",\"to_user_id\":"u8);
            writer.StringOrNull(message.SenderId is { } sender ? log.PeerOf(sender) : null);
            writer.Raw(",\"seq\":"u8);
            writer.Number(message.Seq);
        }

        writer.Raw(",\"content\":"u8);
        writer.Raw(message.Data);
        writer.Raw(",\"created_at\":"u8);
        writer.Time(message.CreatedAtUnixMs);
        if (message is { Kind: MessageKind.Group, Mentions: { Count: > 0 } mentions })
        {
            for (int i = 0; i < mentions.Count; i++)
            {
                writer.Raw(i == 0 ? ",\"mentions\":["u8 : ","u8);
                writer.String(mentions[i]);
            }

            writer.Raw("]"u8);
        }

        writer.Raw("}"u8);
    }

    /// <summary><c>member</c>, <c>recall</c> and, in an inbox, <c>mention</c>.</summary>
    internal static void WriteEntry(ref FrameWriter writer, LogId log, Message message, string? viewerId)
    {
        MessageReference about = message.Reference ?? new MessageReference();
        switch (message.Kind)
        {
            case MessageKind.Member:
                writer.Raw("{\"type\":\"member\",\"group_id\":"u8);
                writer.String(log.Key);
                WriteSeq(ref writer, message);
                writer.Raw(",\"user_id\":"u8);
                writer.StringOrNull(about.UserId);
                writer.Raw(",\"action\":"u8);
                writer.StringOrNull(message.Type);
                writer.Raw(",\"by_user_id\":"u8);
                writer.StringOrNull(message.SenderId);
                break;
            case MessageKind.Recall:
                writer.Raw("{\"type\":\"recall\""u8);
                WriteName(ref writer, log, viewerId);
                WriteSeq(ref writer, message);
                WriteReference(ref writer, about);
                writer.Raw(",\"by_user_id\":"u8);
                writer.StringOrNull(message.SenderId);
                break;
            default:
                writer.Raw("{\"type\":\"mention\",\"id\":"u8);
                writer.String(message.Id);
                WriteSeq(ref writer, message);
                writer.Raw(",\"group_id\":"u8);
                writer.StringOrNull(about.Log?.Key);
                WriteReference(ref writer, about);
                writer.Raw(",\"from_user_id\":"u8);
                writer.StringOrNull(message.SenderId);
                break;
        }

        writer.Raw(",\"created_at\":"u8);
        writer.Time(message.CreatedAtUnixMs);
        writer.Raw("}"u8);
    }

    /// <summary>The key and the id by which a viewer knows a conversation, with a comma before them.</summary>
    internal static void WriteName(ref FrameWriter writer, LogId log, string? viewerId)
    {
        if (log.Kind == LogKind.Private)
        {
            writer.Raw(",\"peer_user_id\":"u8);
            writer.StringOrNull(viewerId is null ? null : log.PeerOf(viewerId));
        }
        else
        {
            writer.Raw(log.Kind == LogKind.Group ? ",\"group_id\":"u8 : ",\"room_id\":"u8);
            writer.String(log.Key);
        }
    }

    private static void WriteTyping(ref FrameWriter writer, Signal signal)
    {
        writer.Raw(signal.Log.Kind == LogKind.Private ? "{\"type\":\"typing\",\"from_user_id\":"u8 : "{\"type\":\"typing\",\"group_id\":"u8);
        writer.String(signal.Log.Kind == LogKind.Private ? signal.UserId : signal.Log.Key);
        writer.Raw(",\"user_id\":"u8);
        writer.String(signal.UserId);
    }

    private static void WriteSeq(ref FrameWriter writer, Message message)
    {
        writer.Raw(",\"seq\":"u8);
        writer.Number(message.Seq);
    }

    private static void WriteReference(ref FrameWriter writer, MessageReference about)
    {
        writer.Raw(",\"message_id\":"u8);
        writer.StringOrNull(about.MessageId);
        writer.Raw(",\"message_seq\":"u8);
        writer.Number(about.Seq);
    }
}
