namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>How a grain reaches one gateway: its address and the lane for the grain's log.</summary>
/// <param name="Address">The gateway.</param>
/// <param name="Lane">The lane to deliver to.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.gateway-route")]
public sealed record GatewayRoute([property: Id(0)] GatewayAddress Address, [property: Id(1)] IGatewayObserver Lane);
