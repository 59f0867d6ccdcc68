namespace Orleans.Realtime.Grains.Interfaces.Conversations;

/// <summary>Members of a group in the order of their ids.</summary>
/// <param name="Members">One page.</param>
/// <param name="MemberCount">How many the group has.</param>
/// <param name="HasMore">Whether there are more behind the last of this page.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.members-page")]
public sealed record MembersPage(
    [property: Id(0)] IReadOnlyList<ConversationMember> Members,
    [property: Id(1)] int MemberCount,
    [property: Id(2)] bool HasMore);
