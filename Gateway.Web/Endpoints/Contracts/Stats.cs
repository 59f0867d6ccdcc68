namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>The connections of this gateway.</summary>
/// <param name="TotalClients">All of them.</param>
/// <param name="ShardStats">By shard: <c>shard_0</c>, <c>shard_1</c> …</param>
/// <param name="Timestamp">Unix seconds.</param>
internal sealed record Stats(int TotalClients, IReadOnlyDictionary<string, ShardStats> ShardStats, long Timestamp);
