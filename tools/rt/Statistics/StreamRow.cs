namespace Orleans.Realtime.Cli.Statistics;

/// <summary>What a gateway's connections do with streams.</summary>
internal sealed record StreamRow(int Subscriptions, int Consumers);
