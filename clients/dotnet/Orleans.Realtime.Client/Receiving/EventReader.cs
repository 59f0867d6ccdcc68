using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Receiving;

/// <summary>What frames say, as events.</summary>
internal static class EventReader
{
    /// <summary>What a frame says; null where it is of a later version and means nothing here.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="log">The log in which it has a place; null where it has none.</param>
    /// <param name="id">The room, the group, or the other user of a private conversation.</param>
    public static RealtimeEvent? Read(ServerFrame frame, Log? log, string id) => frame.Type switch
    {
        FrameType.Room or FrameType.Group or FrameType.Private => Message(frame, id),
        FrameType.User => new UserMessage { Id = frame.Id ?? "", Seq = frame.Seq, CreatedAt = frame.CreatedAt, FromUserId = frame.FromUserId ?? "", Data = frame.Data },
        FrameType.Mention => new MentionMessage
        {
            Id = frame.Id ?? "",
            Seq = frame.Seq,
            CreatedAt = frame.CreatedAt,
            FromUserId = frame.FromUserId ?? "",
            GroupId = frame.GroupId ?? "",
            MessageId = frame.Root.Text("message_id") ?? "",
            MessageSeq = frame.Root.Number("message_seq") ?? 0,
        },
        FrameType.Broadcast => new BroadcastMessage { Id = frame.Id ?? "", CreatedAt = frame.CreatedAt, FromUserId = frame.FromUserId ?? "", Data = frame.Data },
        FrameType.Member => new MemberChange
        {
            GroupId = frame.GroupId ?? "",
            UserId = frame.UserId ?? "",
            Added = frame.Root.Text("action") != "removed",
            Seq = frame.Seq,
            ByUserId = frame.Root.Text("by_user_id"),
        },
        FrameType.Recall => new RecallEvent
        {
            Conversation = Conversation(frame, id),
            Seq = frame.Seq,
            MessageId = frame.Root.Text("message_id") ?? "",
            MessageSeq = frame.Root.Number("message_seq"),
            ByUserId = frame.Root.Text("by_user_id") ?? "",
        },
        FrameType.Read => new ReadReceipt
        {
            Conversation = Conversation(frame, id),
            UserId = frame.UserId ?? "",
            Seq = frame.Seq ?? 0,
            ReadCount = frame.Root.Number("read_count") ?? 0,
            MemberCount = frame.Root.Number("member_count") ?? 0,
        },
        FrameType.Typing => Typing(frame),
        FrameType.Presence => new PresenceChange
        {
            Target = frame.RoomId is { Length: > 0 } room ? ChatTarget.Room(room) : Conversation(frame, id),
            UserId = frame.UserId ?? "",
            IsOnline = frame.Root.Text("status") == "online",
        },

        // A frame of a later version has no place in the inbox and need not look like an event.
        _ when log is not null || (frame.HasData && frame.Id is { Length: > 0 }) =>
            new AppEvent { Type = frame.Type, Id = frame.Id ?? "", Seq = frame.Seq, CreatedAt = frame.CreatedAt, FromUserId = frame.FromUserId ?? "", Data = frame.Data },
        _ => null,
    };

    /// <summary>A message of a room, group or private conversation, which history does not name.</summary>
    public static RealtimeMessage Message(ServerFrame frame, string id) => frame.Type switch
    {
        FrameType.Room => new RoomMessage
        {
            RoomId = frame.RoomId ?? id,
            Id = frame.Id ?? "",
            Seq = frame.Seq,
            CreatedAt = frame.CreatedAt,
            FromUserId = frame.FromUserId ?? "",
            Data = frame.Data,
        },
        FrameType.Group => new GroupMessage
        {
            GroupId = frame.GroupId ?? id,
            Id = frame.Id ?? "",
            Seq = frame.Seq,
            CreatedAt = frame.CreatedAt,
            FromUserId = frame.FromUserId ?? "",
            Data = frame.Data,
            Mentions = frame.HasMentions ? frame.Root.Texts("mentions") : [],
        },
        _ => new PrivateMessage
        {
            PeerUserId = id,
            ToUserId = frame.ToUserId ?? "",
            Id = frame.Id ?? "",
            Seq = frame.Seq,
            CreatedAt = frame.CreatedAt,
            FromUserId = frame.FromUserId ?? "",
            Data = frame.Data,
        },
    };

    /// <summary>The messages of a page of history.</summary>
    public static IEnumerable<ServerFrame> HistoryFrames(ServerFrame page, RealtimeLog kind)
    {
        var type = kind switch { RealtimeLog.Room => FrameType.Room, RealtimeLog.Group => FrameType.Group, _ => FrameType.Private };
        return page.Root.Objects("messages").Select(element => ServerFrame.Parse(JsonPayload.FromElement(element).Utf8, type)).OfType<ServerFrame>();
    }

    /// <summary>The messages of a page of history, as events.</summary>
    public static IEnumerable<RealtimeMessage> History(ServerFrame page, ChatTarget target) =>
        HistoryFrames(page, target.Log).Select(frame => Message(frame, target.Id));

    private static ChatTarget Conversation(ServerFrame frame, string peer) =>
        frame.GroupId is { Length: > 0 } group ? ChatTarget.Group(group) : peer.Length > 0 ? ChatTarget.User(peer) : default;

    private static TypingEvent Typing(ServerFrame frame)
    {
        var user = frame.UserId ?? frame.FromUserId ?? "";
        return new TypingEvent { Conversation = Conversation(frame, user), UserId = user };
    }
}
