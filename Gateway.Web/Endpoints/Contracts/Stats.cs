using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>The connections of this gateway, and what there is beside it.</summary>
/// <param name="TotalClients">All connections of this gateway.</param>
/// <param name="ShardStats">By shard: <c>shard_0</c>, <c>shard_1</c> …</param>
/// <param name="Timestamp">Unix seconds.</param>
/// <param name="Gateways">The live gateways of the cluster, this one among them; absent while the cluster is out of reach.</param>
/// <param name="Silos">The silos of the cluster as this gateway saw them last.</param>
/// <param name="Streams">What the connections of this gateway do with streams.</param>
internal sealed record Stats(
    int TotalClients,
    IReadOnlyDictionary<string, ShardStats> ShardStats,
    long Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<GatewayStats>? Gateways,
    IReadOnlyList<SiloStats> Silos,
    StreamStats Streams);
