namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One live gateway, as it told the directory with its last renewal.</summary>
/// <param name="InstanceId">The gateway.</param>
/// <param name="Connections">Its connections.</param>
/// <param name="Rooms">Rooms with an audience there.</param>
/// <param name="Draining">Whether it is shutting down.</param>
/// <param name="LeaseAgeMs">Milliseconds since it renewed its lease.</param>
internal sealed record GatewayStats(string InstanceId, int Connections, int Rooms, bool Draining, long LeaseAgeMs);
