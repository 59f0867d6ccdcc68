using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>What administrators ask about the cluster as a whole.</summary>
internal interface IClusterFigures
{
    /// <summary>Gateways, silos and sums, as they reported last.</summary>
    Task<ClusterOverview> ReadOverviewAsync();

    /// <summary>The audiences with the most connections.</summary>
    /// <param name="limit">How many of each kind at most.</param>
    Task<BiggestAudiences> ReadBiggestAsync(int limit);

    /// <summary>The streams in use.</summary>
    /// <param name="limit">How many at most.</param>
    Task<StreamList> ListStreamsAsync(int limit);
}
