namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One shard of this gateway's connections.</summary>
/// <param name="Clients">Its connections.</param>
internal sealed record ShardStats(int Clients);
