using System.Text.Json;

namespace Orleans.Realtime.Client.Protocol;

/// <summary>A frame as it came, read in one pass. What is rare is looked up in <see cref="Root"/> where it is needed.</summary>
internal sealed class ServerFrame
{
    // Deeper than what the server takes of anybody.
    private const int MaxDepth = 256;

    private readonly ReadOnlyMemory<byte> _utf8;
    private JsonElement _root;

    private ServerFrame(ReadOnlyMemory<byte> utf8, string type) => (_utf8, Type) = (utf8, type);

    public string Type { get; private set; }

    public string? Id { get; private set; }

    public string? RoomId { get; private set; }

    public string? GroupId { get; private set; }

    public string? PeerUserId { get; private set; }

    public string? UserId { get; private set; }

    public string? FromUserId { get; private set; }

    public string? ToUserId { get; private set; }

    public string? Stream { get; private set; }

    /// <summary>A consumer's group.</summary>
    public string? ConsumerGroup { get; private set; }

    public string? Epoch { get; private set; }

    public long? Seq { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary><c>data</c> or <c>content</c>, as it was written.</summary>
    public JsonPayload Data { get; private set; }

    public bool HasData { get; private set; }

    public bool HasMentions { get; private set; }

    /// <summary>All of the frame. Its elements live as long as they are held.</summary>
    public JsonElement Root
    {
        get
        {
            if (_root.ValueKind == JsonValueKind.Undefined)
            {
                var reader = new Utf8JsonReader(_utf8.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
                _root = JsonElement.ParseValue(ref reader);
            }

            return _root;
        }
    }

    /// <summary>Reads a frame; null where it is none that anybody could use. The memory is kept.</summary>
    /// <param name="utf8">The frame.</param>
    /// <param name="type">Its type where it does not say one: a message of history.</param>
    public static ServerFrame? Parse(ReadOnlyMemory<byte> utf8, string type = "")
    {
        try
        {
            var frame = new ServerFrame(utf8, type);
            var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                frame.ReadField(ref reader);
            }

            return frame.Type.Length == 0 ? null : frame;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void ReadField(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        switch (name.Length)
        {
            case 2 when name.SequenceEqual("id"u8):
                Id = Text(ref reader) ?? Id;
                break;
            case 3 when name.SequenceEqual("seq"u8):
                reader.Read();
                Seq = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var seq) ? seq : null;
                reader.Skip();
                break;
            case 4 when name.SequenceEqual("type"u8):
                reader.Read();
                Type = reader.TokenType == JsonTokenType.String ? FrameType.Find(reader.ValueSpan) ?? reader.GetString()! : Type;
                reader.Skip();
                break;
            case 4 when name.SequenceEqual("data"u8):
            case 7 when name.SequenceEqual("content"u8):
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                (Data, HasData) = (JsonPayload.Trusted(_utf8[start..(int)reader.BytesConsumed]), true);
                break;
            case 5 when name.SequenceEqual("epoch"u8):
                Epoch = Text(ref reader);
                break;
            case 5 when name.SequenceEqual("group"u8):
                ConsumerGroup = Text(ref reader);
                break;
            case 6 when name.SequenceEqual("stream"u8):
                Stream = Text(ref reader);
                break;
            case 7 when name.SequenceEqual("room_id"u8):
                RoomId = Text(ref reader);
                break;
            case 7 when name.SequenceEqual("user_id"u8):
                UserId = Text(ref reader);
                break;
            case 8 when name.SequenceEqual("mentions"u8):
                HasMentions = true;
                reader.Read();
                reader.Skip();
                break;
            case 8 when name.SequenceEqual("group_id"u8):
                GroupId = Text(ref reader);
                break;
            case 10 when name.SequenceEqual("created_at"u8):
                reader.Read();
                CreatedAt = reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) ? time : default;
                reader.Skip();
                break;
            case 10 when name.SequenceEqual("to_user_id"u8):
                ToUserId = Text(ref reader);
                break;
            case 12 when name.SequenceEqual("from_user_id"u8):
                FromUserId = Text(ref reader);
                break;
            case 12 when name.SequenceEqual("peer_user_id"u8):
                PeerUserId = Text(ref reader);
                break;
            default:
                reader.Read();
                reader.Skip();
                break;
        }
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        reader.Skip();
        return text;
    }
}
