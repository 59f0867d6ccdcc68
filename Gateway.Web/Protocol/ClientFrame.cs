using System.Buffers;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>
/// One frame of a client, checked: what its <see cref="Type"/> requires is there, and every id has a valid form.
/// <see cref="Data"/> is a slice of the received bytes and dies with them; everything else may be kept.
/// </summary>
internal struct ClientFrame
{
    /// <summary>What the client asks for.</summary>
    public ClientFrameType Type { get; internal set; }

    /// <summary>Whether it puts a message into the log of a room, a conversation or users.</summary>
    public readonly bool IsPublish => Type is ClientFrameType.Room or ClientFrameType.User or ClientFrameType.Group or ClientFrameType.Private;

    /// <summary>The sender's own id of the frame, at most 64 characters: repeated in the answer, and the idempotency key.</summary>
    public string? Id { get; internal set; }

    /// <summary>The room. Never <see langword="null"/> where the type requires one.</summary>
    public string? RoomId { get; internal set; }

    /// <summary>The group.</summary>
    public string? GroupId { get; internal set; }

    /// <summary>The other user of a private conversation, by <c>to_user_id</c> or <c>peer_user_id</c>, whichever the type takes.</summary>
    public string? PeerUserId { get; internal set; }

    /// <summary>The message that a <c>recall</c> takes back.</summary>
    public string? MessageId { get; internal set; }

    /// <summary>Users whom a <c>group</c> frame mentions, at most 100.</summary>
    public IReadOnlyList<string>? Mentions { get; internal set; }

    /// <summary>The value of <c>content</c>; it is the payload of the types that take one.</summary>
    internal ReadOnlySequence<byte> Content { get; set; }

    /// <summary>What <c>to_user_id</c> says.</summary>
    internal string? ToUserId { get; set; }

    /// <summary>The payload exactly as the sender wrote it, inner white space included.</summary>
    public ReadOnlySequence<byte> Data { get; internal set; }

    /// <summary>Users to send to, in the sender's order without repeats; 1 to 1,000 for a <c>user</c> frame.</summary>
    public IReadOnlyList<string>? TargetIds { get; internal set; }

    /// <summary>Subscribe with the history after this position.</summary>
    public long? SinceSeq { get; internal set; }

    /// <summary>The epoch that <see cref="SinceSeq"/> or <see cref="Seq"/> belongs to, when the client knows it.</summary>
    public string? Epoch { get; internal set; }

    /// <summary>The position that an <c>ack</c> confirms.</summary>
    public long? Seq { get; internal set; }

    /// <summary>History before this position.</summary>
    public long? BeforeSeq { get; internal set; }

    /// <summary>History after this position.</summary>
    public long? AfterSeq { get; internal set; }

    /// <summary>Page size of a history frame, 1 to 500; the default when the client names none.</summary>
    public int Limit { get; internal set; }

    /// <summary>The fresh token of an <c>auth</c> frame. Never log it.</summary>
    public string? Token { get; internal set; }

    /// <summary>How soon a <c>user</c> or <c>broadcast</c> frame reaches its receivers.</summary>
    public MessagePriority Priority { get; internal set; }

    /// <summary>Whether the frame names a priority that there is not.</summary>
    internal bool HasUnknownPriority { get; set; }

    /// <summary>The W3C trace context that the sender gave; none when it gave none, or one of a wrong form.</summary>
    public string? Trace { get; internal set; }

    /// <summary>The inbox position of a <c>resume</c> frame.</summary>
    public LogPosition? ResumeInbox { get; internal set; }

    /// <summary>The positions of a <c>resume</c> frame by room id, at most 1,000.</summary>
    public IReadOnlyDictionary<string, LogPosition>? ResumeRooms { get; internal set; }

    /// <summary>The positions of a <c>resume</c> frame by group id, at most 1,000.</summary>
    public IReadOnlyDictionary<string, LogPosition>? ResumeGroups { get; internal set; }

    /// <summary>The positions of a <c>resume</c> frame by the other user of a private conversation, at most 1,000.</summary>
    public IReadOnlyDictionary<string, LogPosition>? ResumePrivates { get; internal set; }

    /// <summary>A copy of <see cref="Data"/> of exactly its size.</summary>
    public readonly byte[] CopyData() => Data.ToArray();
}
