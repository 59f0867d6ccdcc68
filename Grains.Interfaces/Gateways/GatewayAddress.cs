namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>One life of one gateway process: where deliveries go.</summary>
/// <param name="InstanceId">The gateway's name, stable over restarts if the operator wants it so.</param>
/// <param name="Incarnation">Random, new at every start: routes of an earlier life are never taken for this one's.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.gateway-address")]
public sealed record GatewayAddress([property: Id(0)] string InstanceId, [property: Id(1)] string Incarnation);
