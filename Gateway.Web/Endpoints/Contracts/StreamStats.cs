namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What the connections of this gateway do with streams.</summary>
/// <param name="Subscriptions">Subscriptions to streams.</param>
/// <param name="Consumers">Consumers of groups.</param>
internal sealed record StreamStats(int Subscriptions, int Consumers);
