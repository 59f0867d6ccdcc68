using System.Buffers;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>Messages as clients see them: live, after a resume and in pages of history alike.</summary>
internal static class MessageFrames
{
    /// <summary>The frame of one message.</summary>
    /// <param name="log">Where it stands; for a broadcast, which stands nowhere, <see langword="default"/>.</param>
    /// <param name="message">The message.</param>
    public static byte[] Encode(LogId log, Message message)
    {
        ArrayBufferWriter<byte> buffer = FrameBuffer.Rent();
        Write(buffer, log, message);
        return FrameBuffer.Take(buffer);
    }

    /// <summary>Writes the frame of one message.</summary>
    public static void Write(IBufferWriter<byte> output, LogId log, Message message)
    {
        var writer = new FrameWriter(output);
        Write(ref writer, log, message);
        writer.Complete();
    }

    /// <summary>Writes a page of history as the body of an HTTP answer: <c>{messages, has_more, epoch}</c>.</summary>
    public static void WritePage(IBufferWriter<byte> output, LogId log, MessagePage page)
    {
        var writer = new FrameWriter(output);
        writer.Raw("{"u8);
        WritePage(ref writer, log, page);
        writer.Raw("}"u8);
        writer.Complete();
    }

    internal static void WritePage(ref FrameWriter writer, LogId log, MessagePage page)
    {
        writer.Raw("\"messages\":["u8);
        for (int i = 0; i < page.Messages.Count; i++)
        {
            if (i > 0)
            {
                writer.Raw(","u8);
            }

            Write(ref writer, log, page.Messages[i]);
        }

        writer.Raw("],\"has_more\":"u8);
        writer.Boolean(page.HasMore);
        writer.Raw(",\"epoch\":"u8);
        writer.String(page.Epoch);
    }

    private static void Write(ref FrameWriter writer, LogId log, Message message)
    {
        switch (message.Kind)
        {
            case MessageKind.Group or MessageKind.Private:
                ConversationFrames.WriteMessage(ref writer, log, message);
                return;
            case MessageKind.Member or MessageKind.Recall or MessageKind.Mention:
                ConversationFrames.WriteEntry(ref writer, log, message, viewerId: null);
                return;
        }

        WriteType(ref writer, message);
        writer.Raw(",\"id\":"u8);
        writer.String(message.Id);
        if (message.Kind == MessageKind.Room)
        {
            writer.Raw(",\"room_id\":"u8);
            writer.String(log.Key);
        }

        if (message.Kind != MessageKind.Broadcast)
        {
            if (message.Seq > 0)
            {
                writer.Raw(",\"seq\":"u8);
                writer.Number(message.Seq);
            }
            else
            {
                writer.Raw(",\"durable\":false"u8);
            }
        }

        if (message.Kind is MessageKind.Room or MessageKind.User)
        {
            writer.Raw(",\"from_user_id\":"u8);
            writer.StringOrNull(message.SenderId);
        }

        writer.Raw(",\"data\":"u8);
        writer.Raw(message.Data);
        writer.Raw(",\"created_at\":"u8);
        writer.Time(message.CreatedAtUnixMs);
        writer.Raw("}"u8);
    }

    private static void WriteType(ref FrameWriter writer, Message message)
    {
        switch (message.Kind)
        {
            case MessageKind.Room:
                writer.Raw("{\"type\":\"room\""u8);
                break;
            case MessageKind.User:
                writer.Raw("{\"type\":\"user\""u8);
                break;
            default:
                writer.Raw("{\"type\":"u8);
                writer.String(message.Type ?? (message.Kind == MessageKind.Broadcast ? "broadcast" : "event"));
                break;
        }
    }
}
