namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>What a client asks for: the key <c>type</c> of its frame.</summary>
internal enum ClientFrameType
{
    /// <summary>A type that this gateway does not serve; only <see cref="ClientFrame.Id"/> is read.</summary>
    Unknown = 0,

    /// <summary><c>subscribe</c>: <c>room_id</c>, <c>since_seq</c>?, <c>epoch</c>?</summary>
    Subscribe,

    /// <summary><c>unsubscribe</c>: <c>room_id</c></summary>
    Unsubscribe,

    /// <summary><c>room</c>: <c>room_id</c>, <c>data</c></summary>
    Room,

    /// <summary><c>user</c>: <c>target_ids</c>, <c>data</c></summary>
    User,

    /// <summary><c>broadcast</c>: <c>data</c></summary>
    Broadcast,

    /// <summary><c>ack</c>: <c>seq</c>, <c>epoch</c>?</summary>
    Ack,

    /// <summary><c>history</c>: <c>room_id</c>, <c>group_id</c> or <c>peer_user_id</c>, <c>before_seq</c>?, <c>after_seq</c>?, <c>limit</c>?</summary>
    History,

    /// <summary><c>resume</c>: <c>inbox</c>?, <c>rooms</c>?</summary>
    Resume,

    /// <summary><c>group</c>: <c>group_id</c>, <c>content</c>, <c>mentions</c>?</summary>
    Group,

    /// <summary><c>private</c>: <c>to_user_id</c>, <c>content</c></summary>
    Private,

    /// <summary><c>read</c>: <c>group_id</c> or <c>peer_user_id</c>, <c>seq</c></summary>
    Read,

    /// <summary><c>typing</c>: <c>group_id</c> or <c>to_user_id</c></summary>
    Typing,

    /// <summary><c>recall</c>: <c>group_id</c> or <c>peer_user_id</c>, <c>message_id</c></summary>
    Recall,

    /// <summary><c>presence</c>: <c>room_id</c> or <c>group_id</c></summary>
    Presence,

    /// <summary><c>auth</c>: <c>token</c></summary>
    Auth,

    /// <summary><c>ping</c></summary>
    Ping,

    /// <summary><c>stream.publish</c>. From here on the types whose fields <see cref="StreamFrameParser"/> reads: only <see cref="ClientFrame.Id"/> is read before.</summary>
    StreamPublish,

    /// <summary><c>stream.range</c></summary>
    StreamRange,

    /// <summary><c>stream.subscribe</c></summary>
    StreamSubscribe,

    /// <summary><c>stream.unsubscribe</c></summary>
    StreamUnsubscribe,

    /// <summary><c>stream.consume</c></summary>
    StreamConsume,

    /// <summary><c>stream.stop</c></summary>
    StreamStop,

    /// <summary><c>stream.ack</c></summary>
    StreamAck,
}
