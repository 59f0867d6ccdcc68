using Orleans.Concurrency;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Rooms;

/// <summary>A service that listens to a room, called by the room. <see cref="RoomListener"/> implements it; write your own only for a reason.</summary>
[Alias("realtime.room-observer")]
public interface IRoomObserver : IGrainObserver
{
    /// <summary>
    /// Takes the next messages. Answers the position up to which the service now holds the room: the next batch follows it, and may
    /// begin with messages that are held already. A repeated batch must change nothing; one with a hole before it
    /// (<see cref="DeliveryBatch.AfterSeq"/> beyond the own position and no <see cref="DeliveryBatch.Gap"/>) is refused by answering the
    /// old position. Take what there is room for and answer that: nobody waits for a slow subscriber but itself.
    /// </summary>
    [Alias("deliver")]
    Task<DeliveryAck> DeliverAsync(DeliveryBatch batch);

    /// <summary>
    /// The activation that delivered goes away: subscribe again, with the position held. Best effort: where it does not arrive, the next
    /// renewal does the same.
    /// </summary>
    [OneWay]
    [Alias("subscription-lost")]
    Task SubscriptionLostAsync(LogId log);
}
