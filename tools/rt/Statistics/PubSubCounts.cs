namespace Orleans.Realtime.Cli.Statistics;

/// <summary><c>/api/v1/stats/pubsub</c>.</summary>
internal sealed record PubSubCounts(string InstanceId, PublisherCounts Publisher, SubscriberCounts Subscriber);
