namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Who listens to a room, and where.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Gateways">The gateways with an audience.</param>
/// <param name="Connections">The connections of the audience.</param>
internal sealed record RoomConnections(string RoomId, IReadOnlyList<RoomGateway> Gateways, IReadOnlyList<RoomConnection> Connections);
