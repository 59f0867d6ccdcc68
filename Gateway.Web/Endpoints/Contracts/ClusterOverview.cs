namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>The cluster at one glance, from the last reports of its gateways and silos.</summary>
/// <param name="Timestamp">When it was put together, RFC 3339 UTC with milliseconds.</param>
/// <param name="InstanceId">The gateway that answers.</param>
/// <param name="Complete">False when a part of the directory did not answer: gateways, or the figures of silos, are missing.</param>
/// <param name="Totals">Sums.</param>
/// <param name="Latency">What messages take, over all of them.</param>
/// <param name="Gateways">The gateways whose lease is alive.</param>
/// <param name="Silos">The silos that the gateway which answers saw at its last look.</param>
internal sealed record ClusterOverview(
    string Timestamp,
    string InstanceId,
    bool Complete,
    ClusterTotals Totals,
    ClusterLatency Latency,
    IReadOnlyList<GatewayOverview> Gateways,
    IReadOnlyList<SiloOverview> Silos);
