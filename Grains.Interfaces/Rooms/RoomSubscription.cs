using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Rooms;

/// <summary>A service asks for a room's messages. Sent again before the lease ends, always with the position that the service holds.</summary>
/// <param name="SubscriberId">
/// Names the subscriber within the room, 1 to <see cref="MaxIdLength"/> characters. One id is one observer: a call with another observer
/// takes the place of the earlier one.
/// </param>
/// <param name="Observer">Where to deliver. The runtime holds it weakly: keep the object alive.</param>
/// <param name="From">
/// The position that the service holds: delivery goes on behind it. <see langword="null"/>: from now on. An epoch other than the log's:
/// everything the log holds, and a gap before it. A seq beyond the log's last counts as the last. No epoch counts as the log's own.
/// Without effect when it only renews.
/// </param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.room-subscription")]
public sealed record RoomSubscription(
    [property: Id(0)] string SubscriberId,
    [property: Id(1)] IRoomObserver Observer,
    [property: Id(2)] LogPosition? From)
{
    /// <summary>Longest <see cref="SubscriberId"/>, in characters.</summary>
    public const int MaxIdLength = 128;
}
