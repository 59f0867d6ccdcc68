using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Grains.Interfaces.Users;

/// <summary>One live connection of a user.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Gateway">Where its socket is.</param>
/// <param name="ConnectedAtUnixMs">When the socket was accepted, milliseconds since the Unix epoch.</param>
/// <param name="Remote">The peer's address and port as the gateway saw them.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.user-connection")]
public sealed record UserConnection(
    [property: Id(0)] string SessionId,
    [property: Id(1)] GatewayAddress Gateway,
    [property: Id(2)] long ConnectedAtUnixMs,
    [property: Id(3)] string? Remote);
