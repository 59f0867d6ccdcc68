namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What this gateway published and received since its start.</summary>
/// <param name="InstanceId">The gateway.</param>
/// <param name="Publisher">From its clients and callers to the grains.</param>
/// <param name="Subscriber">From the grains to its connections.</param>
internal sealed record PubSubStats(string InstanceId, PublisherStats Publisher, SubscriberStats Subscriber);
