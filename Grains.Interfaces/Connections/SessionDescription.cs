using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Connections;

/// <summary>A session as its owner knows it, for somebody who looks into it.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Connected">Whether a socket holds it.</param>
/// <param name="ExpiresAtUnixMs">While it waits for its client: when it ends, milliseconds since the Unix epoch.</param>
/// <param name="Inbox">The confirmed position of the inbox; none before the first.</param>
/// <param name="SubscriptionCount">How many rooms, groups and private conversations it listens to.</param>
/// <param name="Subscriptions">The first <see cref="MaxSubscriptions"/> of them, each with the confirmed position as of the session's last update.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.session-description")]
public sealed record SessionDescription(
    [property: Id(0)] string UserId,
    [property: Id(1)] bool Connected,
    [property: Id(2)] long? ExpiresAtUnixMs,
    [property: Id(3)] LogPosition? Inbox,
    [property: Id(4)] int SubscriptionCount,
    [property: Id(5)] SessionPosition[] Subscriptions)
{
    /// <summary>Most subscriptions that one answer names.</summary>
    public const int MaxSubscriptions = 1_000;
}
