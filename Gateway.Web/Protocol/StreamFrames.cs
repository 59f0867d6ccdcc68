using System.Buffers;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>Entries of streams as clients see them: pushed, and in pages, on the socket and over HTTP alike.</summary>
internal static class StreamFrames
{
    /// <summary>The frame of one entry for who subscribes: <c>{type:"stream", stream, id, data, timestamp}</c>.</summary>
    public static byte[] Entry(string stream, StreamEntry entry) => Entry(stream, group: null, entry);

    /// <summary>The frame of one entry for a consumer: with <c>group</c> and <c>delivery_count</c>.</summary>
    public static byte[] Entry(string stream, string? group, StreamEntry entry)
    {
        ArrayBufferWriter<byte> buffer = FrameBuffer.Rent();
        var writer = new FrameWriter(buffer);
        writer.Raw("{\"type\":\"stream\",\"stream\":"u8);
        writer.String(stream);
        if (group is not null)
        {
            writer.Raw(",\"group\":"u8);
            writer.String(group);
        }

        writer.Raw(","u8);
        WriteFields(ref writer, entry);
        writer.Raw("}"u8);
        return ServerFrames.Take(ref writer, buffer);
    }

    /// <summary>Announces that entries may be missing between two that both exist, or existed: <c>{type:"gap", stream, from_id, to_id}</c>.</summary>
    /// <param name="stream">Where.</param>
    /// <param name="from">The last one before it.</param>
    /// <param name="to">The first one behind it; <see langword="null"/> while there is none.</param>
    public static byte[] Gap(string stream, StreamId from, StreamId? to)
    {
        ArrayBufferWriter<byte> buffer = FrameBuffer.Rent();
        var writer = new FrameWriter(buffer);
        writer.Raw("{\"type\":\"gap\",\"stream\":"u8);
        writer.String(stream);
        writer.Raw(",\"from_id\":"u8);
        writer.Id(from);
        if (to is { } id)
        {
            writer.Raw(",\"to_id\":"u8);
            writer.Id(id);
        }

        writer.Raw("}"u8);
        return ServerFrames.Take(ref writer, buffer);
    }

    /// <summary>Tells that a consumer is one no more: <c>{type:"error", stream, group, code, message}</c>.</summary>
    public static byte[] Ended(string stream, string group, RealtimeErrorCode code, string message)
    {
        ArrayBufferWriter<byte> buffer = FrameBuffer.Rent();
        var writer = new FrameWriter(buffer);
        writer.Raw("{\"type\":\"error\",\"stream\":"u8);
        writer.String(stream);
        writer.Raw(",\"group\":"u8);
        writer.String(group);
        writer.Raw(",\"code\":"u8);
        writer.String(code.ToWire());
        writer.Raw(",\"message\":"u8);
        writer.String(message);
        writer.Raw("}"u8);
        return ServerFrames.Take(ref writer, buffer);
    }

    /// <summary>Writes a page of entries as the body of an HTTP answer: <c>{messages}</c>.</summary>
    public static void WritePage(IBufferWriter<byte> output, IReadOnlyList<StreamEntry> entries)
    {
        var writer = new FrameWriter(output);
        writer.Raw("{"u8);
        WritePage(ref writer, entries);
        writer.Raw("}"u8);
        writer.Complete();
    }

    /// <summary>Writes one entry: <c>{id, data, timestamp}</c>, and <c>delivery_count</c> where it came through a group.</summary>
    public static void WriteEntry(ref FrameWriter writer, StreamEntry entry)
    {
        writer.Raw("{"u8);
        WriteFields(ref writer, entry);
        writer.Raw("}"u8);
    }

    internal static void WritePage(ref FrameWriter writer, IReadOnlyList<StreamEntry> entries)
    {
        writer.Raw("\"messages\":["u8);
        for (var i = 0; i < entries.Count; i++)
        {
            if (i > 0)
            {
                writer.Raw(","u8);
            }

            WriteEntry(ref writer, entries[i]);
        }

        writer.Raw("]"u8);
    }

    private static void WriteFields(ref FrameWriter writer, StreamEntry entry)
    {
        writer.Raw("\"id\":"u8);
        writer.Id(entry.Id);
        writer.Raw(",\"data\":"u8);
        writer.Raw(entry.Data);
        writer.Raw(",\"timestamp\":"u8);
        writer.Number(entry.TimestampMs / 1_000);
        if (entry.DeliveryCount > 0)
        {
            writer.Raw(",\"delivery_count\":"u8);
            writer.Number(entry.DeliveryCount);
        }
    }
}
