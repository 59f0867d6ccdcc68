using System.Buffers;
using System.Text;
using System.Text.Json;
using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Streams;

namespace Orleans.Realtime.Cli.Messages;

/// <summary>Events as the frames of the protocol, one a line.</summary>
internal static class EventJson
{
    /// <summary>The line; null for what has no place in a log.</summary>
    public static string? Of(RealtimeEvent occurrence) => occurrence switch
    {
        RealtimeMessage message => Write(writer => WriteMessage(writer, message)),
        Gap gap => Write(writer =>
        {
            writer.WriteString("type", "gap");
            WriteLog(writer, gap.Log, gap.Id);
            writer.WriteNumber("from_seq", gap.FromSeq);
            writer.WriteNumber("to_seq", gap.ToSeq);
            if (gap.Epoch is not null)
            {
                writer.WriteString("epoch", gap.Epoch);
            }
        }),
        MemberChange member => Write(writer =>
        {
            writer.WriteString("type", "member");
            writer.WriteString("group_id", member.GroupId);
            WriteOptional(writer, "seq", member.Seq);
            writer.WriteString("user_id", member.UserId);
            writer.WriteString("action", member.Added ? "added" : "removed");
        }),
        RecallEvent recall => Write(writer =>
        {
            writer.WriteString("type", "recall");
            WriteLog(writer, recall.Conversation.Log, recall.Conversation.Id);
            WriteOptional(writer, "seq", recall.Seq);
            writer.WriteString("message_id", recall.MessageId);
            WriteOptional(writer, "message_seq", recall.MessageSeq);
            writer.WriteString("by_user_id", recall.ByUserId);
        }),
        _ => null,
    };

    /// <summary>One entry of a stream.</summary>
    public static string Of(StreamEntry entry) => Write(writer =>
    {
        writer.WriteString("type", "stream");
        writer.WriteString("stream", entry.Stream);
        writer.WriteString("id", entry.Id);
        WriteData(writer, "data", entry.Data);
        writer.WriteNumber("timestamp", entry.Timestamp.ToUnixTimeSeconds());
    });

    /// <summary>What a stream does not have any more.</summary>
    public static string Of(StreamGap gap) => Write(writer =>
    {
        writer.WriteString("type", "gap");
        writer.WriteString("stream", gap.Stream);
        writer.WriteString("from_id", gap.FromId);
        if (gap.ToId is not null)
        {
            writer.WriteString("to_id", gap.ToId);
        }
    });

    /// <summary>
    /// A frame on one line: what was written over several is the same JSON with spaces, since a line break cannot stand within a text of it.
    /// </summary>
    public static string OneLine(string json) => json.AsSpan().ContainsAny('\r', '\n') ? json.Replace('\r', ' ').Replace('\n', ' ') : json;

    private static void WriteMessage(Utf8JsonWriter writer, RealtimeMessage message)
    {
        writer.WriteString("type", TypeOf(message));
        writer.WriteString("id", message.Id);
        WritePlace(writer, message);
        WriteOptional(writer, "seq", message.Seq);
        if (message.FromUserId.Length > 0)
        {
            writer.WriteString("from_user_id", message.FromUserId);
        }

        if (message is MentionMessage mention)
        {
            writer.WriteString("message_id", mention.MessageId);
            writer.WriteNumber("message_seq", mention.MessageSeq);
        }
        else
        {
            WriteData(writer, message is GroupMessage or PrivateMessage ? "content" : "data", message.Data);
        }

        writer.WriteString("created_at", message.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void WritePlace(Utf8JsonWriter writer, RealtimeMessage message)
    {
        switch (message)
        {
            case RoomMessage room:
                writer.WriteString("room_id", room.RoomId);
                break;
            case GroupMessage group:
                writer.WriteString("group_id", group.GroupId);
                break;
            case MentionMessage mention:
                writer.WriteString("group_id", mention.GroupId);
                break;
            case PrivateMessage priv:
                writer.WriteString("to_user_id", priv.ToUserId);
                break;
        }
    }

    private static string TypeOf(RealtimeMessage message) => message switch
    {
        RoomMessage => "room",
        GroupMessage => "group",
        PrivateMessage => "private",
        MentionMessage => "mention",
        BroadcastMessage => "broadcast",
        AppEvent own => own.Type,
        _ => "user",
    };

    private static void WriteLog(Utf8JsonWriter writer, RealtimeLog log, string id)
    {
        if (log == RealtimeLog.Inbox)
        {
            writer.WriteBoolean("inbox", true);
            return;
        }

        writer.WriteString(log switch { RealtimeLog.Room => "room_id", RealtimeLog.Group => "group_id", _ => "peer_user_id" }, id);
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void WriteData(Utf8JsonWriter writer, string name, JsonPayload data)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(data.Utf8.Span, skipInputValidation: true);
    }

    private static string Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        return OneLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
