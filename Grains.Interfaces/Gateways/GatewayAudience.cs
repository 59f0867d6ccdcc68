namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>The connections of one gateway that listen to a log.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Subscribers">Its connections.</param>
/// <param name="DeliveredSeq">The last position that the gateway confirmed.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.gateway-audience")]
public sealed record GatewayAudience(
    [property: Id(0)] GatewayAddress Gateway,
    [property: Id(1)] IReadOnlyList<Subscriber> Subscribers,
    [property: Id(2)] long DeliveredSeq);
