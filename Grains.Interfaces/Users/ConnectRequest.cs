using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Grains.Interfaces.Users;

/// <summary>A gateway registers a user's connection.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Route">Where the inbox is to be delivered.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.connect-request")]
public sealed record ConnectRequest(
    [property: Id(0)] UserConnection Connection,
    [property: Id(1)] GatewayRoute Route);
