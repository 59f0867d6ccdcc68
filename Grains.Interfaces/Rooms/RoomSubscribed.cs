using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Rooms;

/// <summary>The room's answer to a <see cref="RoomSubscription"/>.</summary>
/// <param name="Position">What the room believes the subscriber holds: delivery goes on behind it.</param>
/// <param name="LastSeq">The newest position of the log.</param>
/// <param name="Lease">The subscription ends unless it is renewed within this time.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.room-subscribed")]
public sealed record RoomSubscribed(
    [property: Id(0)] LogPosition Position,
    [property: Id(1)] long LastSeq,
    [property: Id(2)] TimeSpan Lease);
