using System.Buffers;
using System.Text.Json;
using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>
/// Reads the fields of one client frame. A field of a wrong form is remembered as the frame's fault and reading goes on, so that
/// the <c>id</c> is found wherever it stands. A key that comes twice: the last one counts. <c>null</c> is the same as absent, but for <c>data</c>.
/// </summary>
internal ref partial struct ClientFrameFields(RoomIdCache roomIds)
{
    /// <summary>Longest token of an <c>auth</c> frame, in characters.</summary>
    public const int MaxTokenLength = JwtVerifier.MaxLength;

    /// <summary>Most logs of one kind that one <c>resume</c> frame may name.</summary>
    public const int MaxResumeLogs = 1000;

    private const int LongestName = 16;

    private readonly RoomIdCache _roomIds = roomIds;

    /// <summary>What is wrong with the first field that is wrong.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the frame names its type.</summary>
    public bool HasType { get; private set; }

    /// <summary>Reads the key at which <paramref name="reader"/> stands, and its value.</summary>
    public void Read(ref Utf8JsonReader reader, in ReadOnlySequence<byte> payload, ref ClientFrame frame)
    {
        ClientField field = MatchField(ref reader);
        reader.Read();
        switch (field)
        {
            case ClientField.None:
                reader.Skip();
                break;
            case ClientField.Data:
                frame.Data = Slice(ref reader, payload);
                break;
            case ClientField.Content:
                frame.Content = Slice(ref reader, payload);
                break;
            case ClientField.GroupId:
                frame.GroupId = ReadId(ref reader, field, Identifiers.MaxRoomIdLength);
                break;
            case ClientField.ToUserId:
                frame.ToUserId = ReadId(ref reader, field, Identifiers.MaxUserIdLength);
                break;
            case ClientField.PeerUserId:
                frame.PeerUserId = ReadId(ref reader, field, Identifiers.MaxUserIdLength);
                break;
            case ClientField.MessageId:
                frame.MessageId = ReadId(ref reader, field, Identifiers.MaxMessageIdLength);
                break;
            case ClientField.Mentions:
                frame.Mentions = ReadUsers(ref reader, field, Identifiers.MaxMentions);
                break;
            case ClientField.Priority:
                ReadPriority(ref reader, ref frame);
                break;
            case ClientField.Trace:
                frame.Trace = ReadTrace(ref reader);
                break;
            case ClientField.Type:
                ReadType(ref reader, ref frame);
                break;
            case ClientField.RoomId:
                frame.RoomId = ReadRoomId(ref reader, field);
                break;
            case ClientField.Id:
                frame.Id = ReadId(ref reader, field, Identifiers.MaxMessageIdLength);
                break;
            case ClientField.Epoch:
                frame.Epoch = ReadId(ref reader, field, Identifiers.MaxMessageIdLength);
                break;
            case ClientField.Token:
                frame.Token = ReadId(ref reader, field, MaxTokenLength);
                break;
            case ClientField.TargetIds:
                frame.TargetIds = ReadTargets(ref reader);
                break;
            case ClientField.SinceSeq:
                frame.SinceSeq = ReadSeq(ref reader, field);
                break;
            case ClientField.Seq:
                frame.Seq = ReadSeq(ref reader, field);
                break;
            case ClientField.BeforeSeq:
                frame.BeforeSeq = ReadSeq(ref reader, field);
                break;
            case ClientField.AfterSeq:
                frame.AfterSeq = ReadSeq(ref reader, field);
                break;
            case ClientField.Limit:
                frame.Limit = ReadLimit(ref reader);
                break;
            case ClientField.Inbox:
                frame.ResumeInbox = ReadPosition(ref reader, field);
                break;
            case ClientField.Rooms:
                frame.ResumeRooms = ReadPositions(ref reader, field, Identifiers.MaxRoomIdLength);
                break;
            case ClientField.Groups:
                frame.ResumeGroups = ReadPositions(ref reader, field, Identifiers.MaxRoomIdLength);
                break;
            case ClientField.Privates:
                frame.ResumePrivates = ReadPositions(ref reader, field, Identifiers.MaxUserIdLength);
                break;
        }
    }

    private static ReadOnlySequence<byte> Slice(ref Utf8JsonReader reader, in ReadOnlySequence<byte> payload)
    {
        long start = reader.TokenStartIndex;
        reader.Skip();
        return payload.Slice(start, reader.BytesConsumed - start);
    }

    private static ClientField MatchField(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return ClientFrameNames.MatchField(reader.ValueSpan);
        }

        // Keys written with escapes are legal, if odd; six bytes may stand for one.
        if (reader.ValueSpan.Length > LongestName * 6)
        {
            return ClientField.None;
        }

        Span<byte> name = stackalloc byte[LongestName * 6];
        return ClientFrameNames.MatchField(name[..reader.CopyString(name)]);
    }

    private void ReadType(ref Utf8JsonReader reader, ref ClientFrame frame)
    {
        HasType = true;
        if (reader.TokenType != JsonTokenType.String)
        {
            Refuse(ref reader, ClientField.Type, "must be a string");
            return;
        }

        frame.Type = reader.ValueIsEscaped
            ? ClientFrameNames.MatchType(System.Text.Encoding.UTF8.GetBytes(reader.GetString()!))
            : ClientFrameNames.MatchType(reader.ValueSpan);
    }

    private string? ReadRoomId(ref Utf8JsonReader reader, ClientField field)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped || reader.ValueSpan.IsEmpty)
        {
            return ReadId(ref reader, field, Identifiers.MaxRoomIdLength);
        }

        string id = reader.ValueSpan.Length > Identifiers.MaxRoomIdLength ? reader.GetString()! : _roomIds.Get(reader.ValueSpan);
        return Check(id, field, Identifiers.MaxRoomIdLength);
    }

    private string? ReadId(ref Utf8JsonReader reader, ClientField field, int maxLength)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            Refuse(ref reader, field, "must be a string");
            return null;
        }

        return Check(reader.GetString()!, field, maxLength);
    }

    private string? Check(string value, ClientField field, int maxLength)
    {
        if (Identifiers.IsValid(value, maxLength))
        {
            return value;
        }

        Fault ??= $"{ClientFrameNames.Text(field)} must have 1 to {maxLength} characters, none of them a control character";
        return null;
    }

    private long? ReadSeq(ref Utf8JsonReader reader, ClientField field)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value) && value >= 0)
        {
            return value;
        }

        Refuse(ref reader, field, "must be a whole number, 0 or more");
        return null;
    }

    private int ReadLimit(ref Utf8JsonReader reader)
    {
        long? limit = ReadSeq(ref reader, ClientField.Limit);
        if (limit == 0)
        {
            Fault ??= "limit must be 1 or more";
        }

        return (int)Math.Min(limit ?? 0, HistoryQuery.MaxLimit);
    }

    private void Refuse(ref Utf8JsonReader reader, ClientField field, string rule)
    {
        reader.Skip();
        Fault ??= $"{ClientFrameNames.Text(field)} {rule}";
    }
}
