namespace Orleans.Realtime.Cli.Statistics;

/// <summary>What a gateway published since its start.</summary>
internal sealed record PublisherCounts(long TotalPublished, long UserPublished, long BroadcastPublished, long FailedPublished);
