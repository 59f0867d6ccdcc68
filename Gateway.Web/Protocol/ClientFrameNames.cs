namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>The names of client frames and their keys, matched on the received bytes.</summary>
internal static class ClientFrameNames
{
    public static ClientFrameType MatchType(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 when name.SequenceEqual("ack"u8) => ClientFrameType.Ack,
        4 when name.SequenceEqual("room"u8) => ClientFrameType.Room,
        4 when name.SequenceEqual("ping"u8) => ClientFrameType.Ping,
        4 when name.SequenceEqual("user"u8) => ClientFrameType.User,
        4 when name.SequenceEqual("auth"u8) => ClientFrameType.Auth,
        4 when name.SequenceEqual("read"u8) => ClientFrameType.Read,
        5 when name.SequenceEqual("group"u8) => ClientFrameType.Group,
        6 when name.SequenceEqual("resume"u8) => ClientFrameType.Resume,
        6 when name.SequenceEqual("typing"u8) => ClientFrameType.Typing,
        6 when name.SequenceEqual("recall"u8) => ClientFrameType.Recall,
        7 when name.SequenceEqual("private"u8) => ClientFrameType.Private,
        7 when name.SequenceEqual("history"u8) => ClientFrameType.History,
        8 when name.SequenceEqual("presence"u8) => ClientFrameType.Presence,
        9 when name.SequenceEqual("subscribe"u8) => ClientFrameType.Subscribe,
        9 when name.SequenceEqual("broadcast"u8) => ClientFrameType.Broadcast,
        10 when name.SequenceEqual("stream.ack"u8) => ClientFrameType.StreamAck,
        11 when name.SequenceEqual("unsubscribe"u8) => ClientFrameType.Unsubscribe,
        11 when name.SequenceEqual("stream.stop"u8) => ClientFrameType.StreamStop,
        12 when name.SequenceEqual("stream.range"u8) => ClientFrameType.StreamRange,
        14 when name.SequenceEqual("stream.publish"u8) => ClientFrameType.StreamPublish,
        14 when name.SequenceEqual("stream.consume"u8) => ClientFrameType.StreamConsume,
        16 when name.SequenceEqual("stream.subscribe"u8) => ClientFrameType.StreamSubscribe,
        18 when name.SequenceEqual("stream.unsubscribe"u8) => ClientFrameType.StreamUnsubscribe,
        _ => ClientFrameType.Unknown,
    };

    public static ClientField MatchField(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("id"u8) => ClientField.Id,
        3 when name.SequenceEqual("seq"u8) => ClientField.Seq,
        4 when name.SequenceEqual("type"u8) => ClientField.Type,
        4 when name.SequenceEqual("data"u8) => ClientField.Data,
        5 when name.SequenceEqual("epoch"u8) => ClientField.Epoch,
        5 when name.SequenceEqual("limit"u8) => ClientField.Limit,
        5 when name.SequenceEqual("token"u8) => ClientField.Token,
        5 when name.SequenceEqual("inbox"u8) => ClientField.Inbox,
        5 when name.SequenceEqual("rooms"u8) => ClientField.Rooms,
        5 when name.SequenceEqual("trace"u8) => ClientField.Trace,
        6 when name.SequenceEqual("groups"u8) => ClientField.Groups,
        7 when name.SequenceEqual("room_id"u8) => ClientField.RoomId,
        7 when name.SequenceEqual("content"u8) => ClientField.Content,
        8 when name.SequenceEqual("group_id"u8) => ClientField.GroupId,
        8 when name.SequenceEqual("mentions"u8) => ClientField.Mentions,
        8 when name.SequenceEqual("privates"u8) => ClientField.Privates,
        8 when name.SequenceEqual("priority"u8) => ClientField.Priority,
        9 when name.SequenceEqual("since_seq"u8) => ClientField.SinceSeq,
        9 when name.SequenceEqual("after_seq"u8) => ClientField.AfterSeq,
        10 when name.SequenceEqual("before_seq"u8) => ClientField.BeforeSeq,
        10 when name.SequenceEqual("target_ids"u8) => ClientField.TargetIds,
        10 when name.SequenceEqual("to_user_id"u8) => ClientField.ToUserId,
        10 when name.SequenceEqual("message_id"u8) => ClientField.MessageId,
        12 when name.SequenceEqual("peer_user_id"u8) => ClientField.PeerUserId,
        _ => ClientField.None,
    };

    /// <summary>The key as it is written, for messages.</summary>
    public static string Text(ClientField field) => field switch
    {
        ClientField.Type => "type",
        ClientField.Id => "id",
        ClientField.RoomId => "room_id",
        ClientField.Data => "data",
        ClientField.TargetIds => "target_ids",
        ClientField.SinceSeq => "since_seq",
        ClientField.Epoch => "epoch",
        ClientField.Seq => "seq",
        ClientField.BeforeSeq => "before_seq",
        ClientField.AfterSeq => "after_seq",
        ClientField.Limit => "limit",
        ClientField.Token => "token",
        ClientField.Inbox => "inbox",
        ClientField.Rooms => "rooms",
        ClientField.Groups => "groups",
        ClientField.Privates => "privates",
        ClientField.GroupId => "group_id",
        ClientField.ToUserId => "to_user_id",
        ClientField.PeerUserId => "peer_user_id",
        ClientField.MessageId => "message_id",
        ClientField.Content => "content",
        ClientField.Mentions => "mentions",
        ClientField.Priority => "priority",
        ClientField.Trace => "trace",
        _ => "frame",
    };
}
