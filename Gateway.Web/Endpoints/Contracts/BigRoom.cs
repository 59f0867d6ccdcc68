namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One of the biggest rooms.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Connections">Its connections on the gateways that name it.</param>
/// <param name="Gateways">How many gateways name it.</param>
/// <param name="AtLeast">Whether a gateway that does not name it may have connections too.</param>
internal sealed record BigRoom(
    string RoomId,
    long Connections,
    int Gateways,
    bool AtLeast);
