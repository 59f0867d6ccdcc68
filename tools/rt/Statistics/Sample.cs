namespace Orleans.Realtime.Cli.Statistics;

/// <summary>What a server said at one moment.</summary>
/// <param name="At">Of the tool's own clock, for rates.</param>
/// <param name="Stats">Of <c>/stats</c>.</param>
/// <param name="PubSub">Of <c>/api/v1/stats/pubsub</c>.</param>
/// <param name="Metrics">Of <c>/metrics</c>.</param>
/// <param name="StatsJson">As it came.</param>
/// <param name="PubSubJson">As it came.</param>
internal sealed record Sample(TimeSpan At, ServerStats Stats, PubSubCounts PubSub, MetricsText Metrics, string StatsJson, string PubSubJson);
