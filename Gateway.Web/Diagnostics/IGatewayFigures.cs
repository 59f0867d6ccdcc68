using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>What operators ask a gateway about itself.</summary>
internal interface IGatewayFigures
{
    /// <summary>Live connections, shard by shard.</summary>
    IReadOnlyList<int> ClientsByShard { get; }

    /// <summary>What was published and received since the start.</summary>
    PubSubStats PubSub { get; }

    /// <summary>What the connections do with streams.</summary>
    StreamStats Streams { get; }

    /// <summary>The live gateways, at most a second old; <see langword="null"/> while the cluster does not answer.</summary>
    Task<IReadOnlyList<GatewayStats>?> ListGatewaysAsync();

    /// <summary>The silos that this gateway saw at its last look, with what they reported.</summary>
    Task<IReadOnlyList<SiloStats>> ListSilosAsync();
}
