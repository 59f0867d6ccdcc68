using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>Consecutive messages of one log for one receiver: a gateway, or a subscribed service.</summary>
/// <param name="Log">Which log.</param>
/// <param name="Epoch">The log's epoch.</param>
/// <param name="AfterSeq">The position before the first message. Larger than the receiver's own position only if what lies between is lost (<paramref name="Gap"/>).</param>
/// <param name="Messages">Ascending, without a hole.</param>
/// <param name="Gap">True when retention removed what lies between the receiver's position and <paramref name="AfterSeq"/>, or the epoch is new: its audience must be told.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.delivery-batch")]
public sealed record DeliveryBatch(
    [property: Id(0)] LogId Log,
    [property: Id(1)] string Epoch,
    [property: Id(2)] long AfterSeq,
    [property: Id(3)] IReadOnlyList<Message> Messages,
    [property: Id(4)] bool Gap);
