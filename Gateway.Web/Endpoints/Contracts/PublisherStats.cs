namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What this gateway published since its start.</summary>
/// <param name="TotalPublished">Messages that a log took, and broadcasts.</param>
/// <param name="UserPublished">Of these, into inboxes.</param>
/// <param name="BroadcastPublished">Of these, broadcasts.</param>
/// <param name="FailedPublished">Messages whose sender got an error.</param>
internal sealed record PublisherStats(long TotalPublished, long UserPublished, long BroadcastPublished, long FailedPublished);
