namespace Orleans.Realtime.Cli.Statistics;

/// <summary>One gateway as <c>/stats</c> tells it.</summary>
internal sealed record GatewayRow(string InstanceId, int Connections, int Rooms, bool Draining, long LeaseAgeMs);
