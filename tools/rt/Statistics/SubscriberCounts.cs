namespace Orleans.Realtime.Cli.Statistics;

/// <summary>What a gateway received for its connections since its start.</summary>
internal sealed record SubscriberCounts(long TotalReceived, long ProcessedMessages, long FailedMessages, long DroppedMessages, long ReconnectCount);
