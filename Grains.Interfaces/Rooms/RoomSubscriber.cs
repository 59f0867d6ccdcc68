namespace Orleans.Realtime.Grains.Interfaces.Rooms;

/// <summary>A service that listens to a room.</summary>
/// <param name="SubscriberId">Its name within the room.</param>
/// <param name="DeliveredSeq">The last position that it confirmed.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.room-subscriber")]
public sealed record RoomSubscriber([property: Id(0)] string SubscriberId, [property: Id(1)] long DeliveredSeq);
