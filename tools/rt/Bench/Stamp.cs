using System.Buffers;
using System.Text.Json;
using Orleans.Realtime.Client;

namespace Orleans.Realtime.Cli.Bench;

/// <summary>What a message of a load carries: who published it, as which of its messages, and when it was due.</summary>
/// <param name="Publisher">0, 1, 2 …</param>
/// <param name="Number">1, 2, 3 … of this publisher.</param>
/// <param name="Ticks">Of the tool's clock, <see cref="TimeProvider.GetTimestamp"/>.</param>
internal readonly record struct Stamp(int Publisher, long Number, long Ticks)
{
    /// <summary>The stamp as JSON, filled up to a size.</summary>
    /// <param name="bytes">The least size, in bytes.</param>
    public JsonPayload Write(int bytes)
    {
        var buffer = new ArrayBufferWriter<byte>(bytes + 64);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("p"u8, Publisher);
            writer.WriteNumber("n"u8, Number);
            writer.WriteNumber("t"u8, Ticks);
            writer.Flush();
            const int Frame = 8;
            writer.WriteString("x"u8, new string('.', Math.Max(0, bytes - (int)writer.BytesCommitted - Frame)));
            writer.WriteEndObject();
        }

        return JsonPayload.FromUtf8(buffer.WrittenMemory);
    }

    /// <summary>Reads a stamp; false for what is none: another's message.</summary>
    public static bool TryRead(JsonPayload data, out Stamp stamp)
    {
        stamp = default;
        var reader = new Utf8JsonReader(data.Utf8.Span);
        long publisher = -1, number = -1, ticks = -1;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && ticks < 0)
        {
            ref var field = ref publisher;
            if (reader.ValueTextEquals("n"u8))
            {
                field = ref number;
            }
            else if (reader.ValueTextEquals("t"u8))
            {
                field = ref ticks;
            }
            else if (!reader.ValueTextEquals("p"u8))
            {
                return false;
            }

            if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out field))
            {
                return false;
            }
        }

        stamp = new Stamp((int)publisher, number, ticks);
        return publisher >= 0 && number > 0 && ticks >= 0;
    }
}
