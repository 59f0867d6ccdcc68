using System.Buffers;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <content>The answers to <c>stream.*</c> frames.</content>
internal static partial class ReplyFrames
{
    /// <summary>To <c>stream.publish</c>: <c>{ids}</c>, and <c>{entry_id}</c> beside it when it was one message, not an array.</summary>
    public static byte[] StreamPublished(string? id, ReadOnlySpan<StreamId> ids, bool isBatch)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(",\"ids\":["u8);
        for (var i = 0; i < ids.Length; i++)
        {
            if (i > 0)
            {
                writer.Raw(","u8);
            }

            writer.Id(ids[i]);
        }

        writer.Raw("]"u8);
        if (!isBatch && ids.Length == 1)
        {
            writer.Raw(",\"entry_id\":"u8);
            writer.Id(ids[0]);
        }

        return End(ref writer, buffer);
    }

    /// <summary>To <c>stream.range</c>: <c>{messages}</c>.</summary>
    public static byte[] StreamRange(string? id, IReadOnlyList<StreamEntry> entries)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(","u8);
        StreamFrames.WritePage(ref writer, entries);
        return End(ref writer, buffer);
    }

    /// <summary>To <c>stream.subscribe</c>: <c>{last_id}</c>, the last one of the stream at this moment.</summary>
    public static byte[] StreamSubscribed(string? id, StreamId last)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(",\"last_id\":"u8);
        writer.Id(last);
        return End(ref writer, buffer);
    }

    /// <summary>To <c>stream.consume</c>: <c>{consumer}</c>.</summary>
    public static byte[] StreamConsuming(string? id, string consumer)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(",\"consumer\":"u8);
        writer.String(consumer);
        return End(ref writer, buffer);
    }

    /// <summary>To <c>stream.ack</c>: <c>{acked}</c>.</summary>
    public static byte[] StreamAcknowledged(string? id, int count)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(",\"acked\":"u8);
        writer.Number(count);
        return End(ref writer, buffer);
    }
}
