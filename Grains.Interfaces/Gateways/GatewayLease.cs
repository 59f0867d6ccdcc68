namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>What a gateway tells about itself with every renewal.</summary>
/// <param name="Address">The gateway.</param>
/// <param name="ControlLane">Where broadcasts and orders go.</param>
/// <param name="Connections">How many sockets it holds.</param>
/// <param name="Draining">True while it shuts down: no new sessions there.</param>
/// <param name="Rooms">How many rooms have an audience there.</param>
/// <param name="AgeMs">Milliseconds since the last renewal, as the directory answers it; 0 from the gateway.</param>
/// <param name="Report">Its figures, where they were asked for; none from a gateway of an older version.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.gateway-lease")]
public sealed record GatewayLease(
    [property: Id(0)] GatewayAddress Address,
    [property: Id(1)] IGatewayObserver ControlLane,
    [property: Id(2)] int Connections,
    [property: Id(3)] bool Draining,
    [property: Id(4)] int Rooms = 0,
    [property: Id(5)] long AgeMs = 0,
    [property: Id(6)] GatewayReport? Report = null);
