namespace Orleans.Realtime.Cli.Statistics;

/// <summary><c>/stats</c>. The gateways are absent while the cluster is out of reach.</summary>
internal sealed record ServerStats(int TotalClients, long Timestamp, IReadOnlyList<GatewayRow>? Gateways, IReadOnlyList<SiloRow>? Silos, StreamRow? Streams);
