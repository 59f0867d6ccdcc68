using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.Realtime.Client.Protocol;

/// <summary>Writes frames.</summary>
internal static class FrameWriter
{
    private const int LargestKept = 64 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _cached;

    /// <summary>One frame. <paramref name="fields"/> writes what comes behind its type and id.</summary>
    public static byte[] Write<TState>(string type, string? id, TState state, Action<Utf8JsonWriter, TState> fields)
    {
        var (buffer, writer) = _cached ?? Create();

        // Where a text is no UTF-16 it throws, and leaves them as they are.
        _cached = null;
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        if (id is not null)
        {
            writer.WriteString("id"u8, id);
        }

        fields(writer, state);
        writer.WriteEndObject();
        writer.Flush();
        var frame = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= LargestKept)
        {
            buffer.ResetWrittenCount();
            writer.Reset();
            _cached = (buffer, writer);
        }

        return frame;
    }

    public static void WritePayload(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonPayload payload)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(payload.Utf8.Span, skipInputValidation: true);
    }

    /// <summary>Nothing where there is none.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    /// <summary>Nothing where there is none.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    /// <summary>Nothing where there is none.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<string>? values)
    {
        if (values is not null)
        {
            writer.WriteStartArray(name);
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>A room, group or user as frames name it.</summary>
    public static void WriteTarget(this Utf8JsonWriter writer, ChatTarget target, bool isTyping = false) =>
        writer.WriteString(target.Log switch { RealtimeLog.Room => "room_id"u8, RealtimeLog.Group => "group_id"u8, _ => isTyping ? "to_user_id"u8 : "peer_user_id"u8 }, target.Id);

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Create()
    {
        var buffer = new ArrayBufferWriter<byte>();
        return (buffer, new Utf8JsonWriter(buffer, Options));
    }
}
