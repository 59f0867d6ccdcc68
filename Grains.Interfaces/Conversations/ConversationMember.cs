namespace Orleans.Realtime.Grains.Interfaces.Conversations;

/// <summary>One member of a group, or of the two of a private conversation.</summary>
/// <param name="UserId">Who.</param>
/// <param name="JoinedSeq">The position of the entry that added the member; 0 for the first members. What is before it is history: never unread, never delivered.</param>
/// <param name="ReadSeq">Read up to and including here, at least <paramref name="JoinedSeq"/>.</param>
/// <param name="IsOwner">Whether the member owns the group.</param>
/// <param name="Online">Whether the member has a live connection.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.conversation-member")]
public sealed record ConversationMember(
    [property: Id(0)] string UserId,
    [property: Id(1)] long JoinedSeq,
    [property: Id(2)] long ReadSeq,
    [property: Id(3)] bool IsOwner,
    [property: Id(4)] bool Online);
