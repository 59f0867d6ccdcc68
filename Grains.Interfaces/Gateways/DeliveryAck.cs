namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>What a gateway holds of a log after a delivery.</summary>
/// <param name="Attached">False when the gateway has no audience for the log: the route is to be dropped.</param>
/// <param name="Seq">The last position that was handed to the local audience.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.delivery-ack")]
public readonly record struct DeliveryAck([property: Id(0)] bool Attached, [property: Id(1)] long Seq);
