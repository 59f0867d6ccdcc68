namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A gateway with an audience for a room.</summary>
/// <param name="InstanceId">The gateway.</param>
/// <param name="Connections">How many connections listen there.</param>
internal sealed record RoomGateway(string InstanceId, int Connections);
