using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>Consecutive messages of one log for one receiver: a gateway, or a subscribed service.</summary>
/// <param name="Log">Which log.</param>
/// <param name="Epoch">The log's epoch.</param>
/// <param name="AfterSeq">The position before the first message. Larger than the receiver's own position only if what lies between is lost (<paramref name="Gap"/>).</param>
/// <param name="Messages">Ascending, without a hole.</param>
/// <param name="Gap">True when retention removed what lies between the receiver's position and <paramref name="AfterSeq"/>, or the epoch is new: its audience must be told.</param>
/// <param name="Live">
/// True when the messages are in no log, because its storage is out of reach: their <see cref="Messaging.Message.Seq"/> is 0, they go to whoever is connected now, no position moves,
/// and the batch is sent once. <paramref name="AfterSeq"/> is then the log's last position when they were published: a gateway that is beyond it drops the batch. Only gateways get such batches.
/// </param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.delivery-batch")]
public sealed record DeliveryBatch(
    [property: Id(0)] LogId Log,
    [property: Id(1)] string Epoch,
    [property: Id(2)] long AfterSeq,
    [property: Id(3)] IReadOnlyList<Message> Messages,
    [property: Id(4)] bool Gap,
    [property: Id(5)] bool Live = false);
