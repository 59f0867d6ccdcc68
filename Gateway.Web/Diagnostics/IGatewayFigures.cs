using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>What operators ask a gateway about itself.</summary>
internal interface IGatewayFigures
{
    /// <summary>Live connections, shard by shard.</summary>
    IReadOnlyList<int> ClientsByShard { get; }

    /// <summary>What was published and received since the start.</summary>
    PubSubStats PubSub { get; }
}
