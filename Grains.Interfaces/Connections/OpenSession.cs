using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Grains.Interfaces.Connections;

/// <summary>A socket asks for a session.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="SocketId">Names this socket among the session's sockets.</param>
/// <param name="Gateway">Where the socket is.</param>
/// <param name="ControlLane">Where an order to close it goes.</param>
/// <param name="Resume">True when the client came back with this session id: an unknown or expired one is not made anew. False for a new session.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.open-session")]
public sealed record OpenSession(
    [property: Id(0)] string UserId,
    [property: Id(1)] string SocketId,
    [property: Id(2)] GatewayAddress Gateway,
    [property: Id(3)] IGatewayObserver ControlLane,
    [property: Id(4)] bool Resume);
