using System.Text.Json;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>Reads one <c>stream.*</c> frame's fields as they come, and remembers the first fault. Of a key that comes twice the last one counts.</summary>
internal ref struct StreamFrameFields(ReadOnlySpan<byte> utf8, RoomIdCache names)
{
    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private byte[]? _data;
    private StreamId? _entryId;

    /// <summary>What is wrong with the first field that is wrong.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the frame has the fields of a single message.</summary>
    public readonly bool HasSingle => _data is not null || _entryId is not null;

    /// <summary>Reads the key at which <paramref name="reader"/> stands, and its value.</summary>
    public void Read(ref Utf8JsonReader reader, StreamFrame frame)
    {
        switch (frame.Type)
        {
            case var _ when reader.ValueTextEquals("stream"u8):
                frame.Stream = ReadName(ref reader, "stream") ?? string.Empty;
                break;
            case ClientFrameType.StreamPublish:
                ReadPublish(ref reader, frame);
                break;
            case ClientFrameType.StreamRange:
                ReadRange(ref reader, frame);
                break;
            case ClientFrameType.StreamSubscribe when reader.ValueTextEquals("start_id"u8):
                ReadStart(ref reader, frame);
                break;
            case ClientFrameType.StreamConsume or ClientFrameType.StreamStop or ClientFrameType.StreamAck when reader.ValueTextEquals("group"u8):
                frame.Group = ReadName(ref reader, "group") ?? string.Empty;
                break;
            case ClientFrameType.StreamConsume:
                ReadConsume(ref reader, frame);
                break;
            case ClientFrameType.StreamAck when reader.ValueTextEquals("ids"u8):
                frame.Ids = ReadIds(ref reader);
                break;
            default:
                Skip(ref reader);
                break;
        }
    }

    private void ReadPublish(ref Utf8JsonReader reader, StreamFrame frame)
    {
        if (reader.ValueTextEquals("messages"u8))
        {
            reader.Read();
            frame.IsBatch = reader.TokenType != JsonTokenType.Null;
            frame.Messages = frame.IsBatch ? ReadMessages(ref reader) : [];
            return;
        }

        if (!TryReadMessage(ref reader, isFrame: true, ref _data, ref _entryId))
        {
            Skip(ref reader);
        }

        if (_data is not null && !frame.IsBatch)
        {
            frame.Messages = [new StreamMessage(_data, _entryId)];
        }
    }

    private void ReadRange(ref Utf8JsonReader reader, StreamFrame frame)
    {
        if (reader.ValueTextEquals("start"u8))
        {
            frame.Lowest = ReadText(ref reader, "start") is not { } text ? StreamId.Zero
                : StreamPositions.TryParseLowest(text, out var id) ? id : Refuse("start", StreamPositions.BoundRule);
        }
        else if (reader.ValueTextEquals("end"u8))
        {
            frame.Highest = ReadText(ref reader, "end") is not { } text ? StreamId.Max
                : StreamPositions.TryParseHighest(text, out var id) ? id : Refuse("end", StreamPositions.BoundRule);
        }
        else if (reader.ValueTextEquals("count"u8))
        {
            frame.Count = ReadNumber(ref reader, "count", 1, StreamRange.MaxCount) ?? 0;
        }
        else if (reader.ValueTextEquals("reverse"u8))
        {
            frame.Reverse = ReadBoolean(ref reader, "reverse") ?? false;
        }
        else
        {
            Skip(ref reader);
        }
    }

    private void ReadConsume(ref Utf8JsonReader reader, StreamFrame frame)
    {
        if (reader.ValueTextEquals("consumer"u8))
        {
            frame.Consumer = ReadName(ref reader, "consumer");
        }
        else if (reader.ValueTextEquals("count"u8))
        {
            frame.Count = ReadNumber(ref reader, "count", 1, StreamRange.MaxCount) ?? 0;
        }
        else if (reader.ValueTextEquals("auto_ack"u8))
        {
            frame.AutoAck = ReadBoolean(ref reader, "auto_ack") ?? true;
        }
        else if (reader.ValueTextEquals("min_idle_ms"u8))
        {
            frame.MinIdle = ReadNumber(ref reader, "min_idle_ms", 0, StreamFrameParser.MaxIdleMs) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
        }
        else
        {
            Skip(ref reader);
        }
    }

    private void ReadStart(ref Utf8JsonReader reader, StreamFrame frame)
    {
        var text = ReadText(ref reader, "start_id");
        frame.HasStart = text is not null;
        frame.Start = null;
        if (text is null)
        {
            return;
        }

        if (StreamPositions.TryParseStart(text, out var start))
        {
            frame.Start = start;
        }
        else
        {
            Refuse("start_id", StreamPositions.StartRule);
        }
    }

    private StreamMessage[] ReadMessages(ref Utf8JsonReader reader)
    {
        const string rule = "must be an array of up to 1000 objects with data";
        var messages = new List<StreamMessage>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            Refuse("messages", rule);
            return [];
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            byte[]? data = null;
            StreamId? id = null;
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    if (!TryReadMessage(ref reader, isFrame: false, ref data, ref id))
                    {
                        Skip(ref reader);
                    }
                }
            }
            else
            {
                reader.Skip();
            }

            if (data is null || messages.Count == StreamPublish.MaxMessages)
            {
                Refuse("messages", rule);
            }
            else
            {
                messages.Add(new StreamMessage(data, id));
            }
        }

        return [.. messages];
    }

    /// <summary>Reads the key and its value if they are of a message. In an array its id may be called so, as over HTTP; beside it the frame's own is.</summary>
    private bool TryReadMessage(ref Utf8JsonReader reader, bool isFrame, ref byte[]? data, ref StreamId? id)
    {
        if (reader.ValueTextEquals("data"u8))
        {
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            data = _utf8[start..(int)reader.BytesConsumed].ToArray();
            return true;
        }

        if (!reader.ValueTextEquals("entry_id"u8) && (isFrame || !reader.ValueTextEquals("id"u8)))
        {
            return false;
        }

        id = ReadText(ref reader, "entry_id") is not { } text ? null
            : StreamId.TryParse(text, out var entryId) && entryId != StreamId.Zero ? entryId : Refuse("entry_id", StreamPositions.IdRule + ", above 0-0");
        return true;
    }

    private StreamId[] ReadIds(ref Utf8JsonReader reader)
    {
        const string rule = "must be an array of 1 to 1000 ids";
        reader.Read();
        var ids = new List<StreamId>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            Refuse("ids", rule);
            return [];
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String && ids.Count < StreamRange.MaxCount && StreamId.TryParse(reader.GetString(), out var id))
            {
                ids.Add(id);
            }
            else
            {
                reader.Skip();
                Refuse("ids", rule);
            }
        }

        return [.. ids];
    }

    private string? ReadName(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            var name = reader.ValueIsEscaped || reader.ValueSpan.Length is 0 or > StreamNames.MaxLength ? reader.GetString()! : names.Get(reader.ValueSpan);
            if (StreamNames.IsValid(name))
            {
                return name;
            }
        }

        reader.Skip();
        Refuse(field, "must be 1 to 128 of the characters A-Z, a-z, 0-9, '.', '_' and '-'");
        return null;
    }

    private string? ReadText(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            return reader.GetString();
        }

        reader.Skip();
        Refuse(field, "must be a string");
        return null;
    }

    private int? ReadNumber(ref Utf8JsonReader reader, string field, int min, int max)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= min && number <= max)
        {
            return number;
        }

        reader.Skip();
        Refuse(field, $"must be a whole number from {min} to {max}");
        return null;
    }

    private bool? ReadBoolean(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            case JsonTokenType.Null:
                return null;
        }

        reader.Skip();
        Refuse(field, "must be true or false");
        return null;
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private StreamId Refuse(string field, string rule)
    {
        Fault ??= $"{field} {rule}";
        return default;
    }
}
