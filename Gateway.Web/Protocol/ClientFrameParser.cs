using System.Buffers;
using System.Text.Json;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>
/// Reads the frames of clients in one pass over the received bytes. A <c>room</c> frame allocates nothing but its <c>id</c>;
/// its payload is sliced, never decoded. Thread-safe: one instance serves every connection.
/// </summary>
/// <remarks>The bytes must be valid UTF-8, which is the socket's to check (1007): payloads are passed on as they are.</remarks>
internal sealed class ClientFrameParser
{
    /// <summary>Deepest nesting of a frame, payload included.</summary>
    public const int MaxDepth = 128;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow };

    private readonly RoomIdCache _roomIds = new();

    /// <summary>Reads one frame. False: <paramref name="error"/> says why; <paramref name="frame"/> is of no use then.</summary>
    public bool TryParse(ReadOnlyMemory<byte> payload, out ClientFrame frame, out ParseError error) =>
        TryParse(new ReadOnlySequence<byte>(payload), out frame, out error);

    /// <inheritdoc cref="TryParse(ReadOnlyMemory{byte}, out ClientFrame, out ParseError)" />
    public bool TryParse(in ReadOnlySequence<byte> payload, out ClientFrame frame, out ParseError error)
    {
        if (payload.IsSingleSegment)
        {
            return TryParse(payload, payload.FirstSpan, out frame, out error);
        }

        // Rare, and copying costs less than reading across segments would.
        int length = checked((int)payload.Length);
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            payload.CopyTo(rented);
            return TryParse(payload, rented.AsSpan(0, length), out frame, out error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private bool TryParse(in ReadOnlySequence<byte> payload, ReadOnlySpan<byte> utf8, out ClientFrame frame, out ParseError error)
    {
        frame = default;
        var reader = new Utf8JsonReader(utf8, Options);
        var fields = new ClientFrameFields(_roomIds);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                reader.Read();
                error = new ParseError(Malformed: false, "a frame must be a JSON object", null);
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                fields.Read(ref reader, payload, ref frame);
            }

            // Nothing may follow the object; the reader throws if something does.
            reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string of ours holds a broken surrogate pair or is not UTF-8.
            error = new ParseError(Malformed: true, $"malformed JSON near byte {reader.BytesConsumed}", frame.Id);
            return false;
        }

        string? fault = fields.Fault ?? FindMissing(ref frame, fields.HasType);
        error = fault is null ? default : new ParseError(Malformed: false, fault, frame.Id);
        return fault is null;
    }

    private static string? FindMissing(ref ClientFrame frame, bool hasType)
    {
        if (!hasType)
        {
            return "type is missing";
        }

        if (frame.Limit == 0)
        {
            frame.Limit = HistoryQuery.DefaultLimit;
        }

        if (frame.Type is ClientFrameType.Group or ClientFrameType.Private)
        {
            frame.Data = frame.Content;
        }

        if (frame.Type is ClientFrameType.Private or ClientFrameType.Typing)
        {
            frame.PeerUserId = frame.ToUserId;
        }

        return FindMissing(frame) ?? FindMissingConversation(frame);
    }

    private static string? FindMissing(in ClientFrame frame)
    {
        return frame.Type switch
        {
            ClientFrameType.Subscribe or ClientFrameType.Unsubscribe or ClientFrameType.Room when frame.RoomId is null => "room_id is missing",
            ClientFrameType.Room or ClientFrameType.User or ClientFrameType.Broadcast when frame.Data.IsEmpty => "data is missing",
            ClientFrameType.User or ClientFrameType.Broadcast when frame.HasUnknownPriority => "priority must be \"normal\" or \"high\"",
            ClientFrameType.User when frame.TargetIds is null => "target_ids is missing",
            ClientFrameType.Ack when frame.Seq is null => "seq is missing",
            ClientFrameType.Auth when frame.Token is null => "token is missing",
            _ => null,
        };
    }

    private static string? FindMissingConversation(in ClientFrame frame) => frame.Type switch
    {
        ClientFrameType.Group when frame.GroupId is null => "group_id is missing",
        ClientFrameType.Private when frame.PeerUserId is null => "to_user_id is missing",
        ClientFrameType.Group or ClientFrameType.Private when frame.Data.IsEmpty => "content is missing",
        ClientFrameType.History when Count(frame.RoomId, frame.GroupId, frame.PeerUserId) != 1 => "one of room_id, group_id and peer_user_id is needed",
        ClientFrameType.Presence when Count(frame.RoomId, frame.GroupId) != 1 => "one of room_id and group_id is needed",
        ClientFrameType.Typing when Count(frame.GroupId, frame.PeerUserId) != 1 => "one of group_id and to_user_id is needed",
        ClientFrameType.Read or ClientFrameType.Recall when Count(frame.GroupId, frame.PeerUserId) != 1 => "one of group_id and peer_user_id is needed",
        ClientFrameType.Read when frame.Seq is null => "seq is missing",
        ClientFrameType.Recall when frame.MessageId is null => "message_id is missing",
        _ => null,
    };

    private static int Count(params ReadOnlySpan<string?> ids)
    {
        var count = 0;
        foreach (var id in ids)
        {
            count += id is null ? 0 : 1;
        }

        return count;
    }
}
