namespace Orleans.Realtime.Grains.Interfaces.Conversations;

/// <summary>What a change of members did.</summary>
/// <param name="Changed">Those who were not members before, or are none any more.</param>
/// <param name="MemberCount">How many the group has now.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.members-change")]
public sealed record MembersChange([property: Id(0)] IReadOnlyList<string> Changed, [property: Id(1)] int MemberCount);
