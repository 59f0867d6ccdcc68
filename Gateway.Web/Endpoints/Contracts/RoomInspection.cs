namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A room, straight from its owner.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Connections">Connections that listen, over all gateways.</param>
/// <param name="Log">Its log.</param>
/// <param name="Sample">The first of these connections, at most 100.</param>
internal sealed record RoomInspection(
    string RoomId,
    int Connections,
    LogState Log,
    IReadOnlyList<RoomConnection> Sample);
