namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>What a gateway, or a subscribed service, holds of a log after a delivery.</summary>
/// <param name="Attached">False when the receiver has no use for the log any more: the route is to be dropped.</param>
/// <param name="Seq">The last position that was handed on there.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.delivery-ack")]
public readonly record struct DeliveryAck([property: Id(0)] bool Attached, [property: Id(1)] long Seq);
