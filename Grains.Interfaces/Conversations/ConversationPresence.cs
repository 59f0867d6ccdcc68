namespace Orleans.Realtime.Grains.Interfaces.Conversations;

/// <summary>Who of a conversation, or of a room's audience, is there.</summary>
/// <param name="Online">Users with a live connection, in the order of their ids, at most <see cref="MaxUsers"/>.</param>
/// <param name="OnlineCount">How many are there.</param>
/// <param name="MemberCount">How many members the group has; for a room: how many users listen.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.conversation-presence")]
public sealed record ConversationPresence(
    [property: Id(0)] IReadOnlyList<string> Online,
    [property: Id(1)] int OnlineCount,
    [property: Id(2)] int MemberCount)
{
    /// <summary>Most users that are named.</summary>
    public const int MaxUsers = 10_000;
}
