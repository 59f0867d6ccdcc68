using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log.Redis;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Streams.Redis;

/// <summary>
/// The fields of an entry: <c>data</c>, with <c>encoding</c> when it is compressed, and <c>timestamp</c> when the id does not tell it. Whatever else others write is
/// presented as JSON, so that nothing in a stream breaks its readers.
/// </summary>
/// <param name="compressFrom">Data of so many bytes are compressed; 0: none.</param>
/// <param name="metrics">Counts what cannot be read.</param>
internal sealed class StreamEntryFormat(int compressFrom, StorageMetrics metrics)
{
    /// <summary>The value of <see cref="EncodingField"/>.</summary>
    public const string Gzip = "gzip";

    /// <summary>The largest data that are decompressed: no payload was ever allowed to have more, see <see cref="Messaging.MessageOptions.MaxBytes"/>.</summary>
    public const int MaxDecompressedBytes = 16 * 1024 * 1024;

    private const string DataField = "data";
    private const string EncodingField = "encoding";
    private const string TimestampField = "timestamp";
    private const int GzipBytes = 18;

    /// <summary>The data as they are stored.</summary>
    /// <param name="data">As they were published.</param>
    /// <param name="encoding">What became of them; empty when nothing did.</param>
    public byte[] Write(byte[] data, out string encoding)
    {
        encoding = string.Empty;
        if (compressFrom == 0 || data.Length < compressFrom)
        {
            return data;
        }

        var rented = ArrayPool<byte>.Shared.Rent(data.Length);
        try
        {
            // There is room for less than the data themselves: where they do not get smaller they stay as they are.
            using var target = new MemoryStream(rented, 0, data.Length - 1);
            using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(data);
            }

            encoding = Gzip;
            return rented.AsSpan(0, (int)target.Position).ToArray();
        }
        catch (NotSupportedException)
        {
            return data;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The entry as it is presented.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="deliveries">How often it was delivered.</param>
    /// <param name="fields">Names and values; or one value, that of the only field <c>data</c>.</param>
    public StreamEntry Read(StreamId id, int deliveries, ReadOnlySpan<RedisValue> fields)
    {
        byte[]? data = null;
        string? encoding = null;
        var timestamp = (long)Math.Min(id.Milliseconds, long.MaxValue);
        if (fields.Length == 1)
        {
            data = Bytes(fields[0]);
        }

        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            switch ((string?)fields[i])
            {
                case DataField:
                    data ??= Bytes(fields[i + 1]);
                    break;
                case EncodingField:
                    encoding ??= (string?)fields[i + 1];
                    break;
                case TimestampField when long.TryParse((string?)fields[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var told):
                    timestamp = told;
                    break;
                default:
                    // Of somebody else.
                    break;
            }
        }

        return new StreamEntry(id, data is null ? Object(fields) : Plain(data, encoding), timestamp, deliveries);
    }

    private static byte[] Bytes(RedisValue value) => (byte[]?)value ?? [];

    private static byte[] Written(Action<ArrayBufferWriter<byte>> write)
    {
        var written = new ArrayBufferWriter<byte>();
        write(written);
        return written.WrittenSpan.ToArray();
    }

    /// <summary>The fields as a JSON object; of two with one name the later.</summary>
    private static byte[] Object(ReadOnlySpan<RedisValue> fields)
    {
        var written = new ArrayBufferWriter<byte>();
        var separator = "{"u8;
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            var name = Bytes(fields[i]);
            if (!IsRepeated(fields[(i + 2)..], name))
            {
                written.Write(separator);
                JsonText.WriteString(written, name);
                written.Write(":"u8);
                JsonText.WriteString(written, Bytes(fields[i + 1]));
                separator = ","u8;
            }
        }

        written.Write(written.WrittenCount == 0 ? "{}"u8 : "}"u8);
        return written.WrittenSpan.ToArray();
    }

    private static bool IsRepeated(ReadOnlySpan<RedisValue> fields, byte[] name)
    {
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            if (Bytes(fields[i]).AsSpan().SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[]? Decompress(byte[] data)
    {
        // The size stands at the end. It bounds what is unpacked, also when it is wrong.
        if (data.Length < GzipBytes || BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(^4)) is var size && size > MaxDecompressedBytes)
        {
            return null;
        }

        try
        {
            var plain = new byte[size];
            using var gzip = new GZipStream(new MemoryStream(data), CompressionMode.Decompress);
            return gzip.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false) == plain.Length && gzip.ReadByte() < 0 ? plain : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private byte[] Plain(byte[] stored, string? encoding)
    {
        var plain = encoding switch
        {
            null or "" => stored,
            Gzip => Decompress(stored),
            _ => null,
        };
        if (plain is null)
        {
            metrics.Unreadable();
            return Written(target => JsonText.WriteBase64(target, stored));
        }

        return JsonText.IsValue(plain) ? plain : Written(target => JsonText.WriteString(target, plain));
    }
}
