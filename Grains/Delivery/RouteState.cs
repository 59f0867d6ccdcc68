using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Delivery;

/// <summary>A route as it is handed from one activation to the next.</summary>
[GenerateSerializer]
[Immutable]
[Alias("realtime.route-state")]
internal sealed record RouteState<TListener>
{
    /// <summary>The gateway and its lane.</summary>
    [Id(0)]
    public required GatewayRoute Route { get; init; }

    /// <summary>What the gateway confirmed.</summary>
    [Id(1)]
    public LogPosition Position { get; init; }

    /// <summary>Its connections by session id; empty when they were too many to write: the gateway states them when it attaches again.</summary>
    [Id(2)]
    public Dictionary<string, TListener> Listeners { get; init; } = [];
}
