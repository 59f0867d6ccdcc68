namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What messages take, of the last seconds, over all gateways or silos.</summary>
/// <param name="WindowS">How many seconds back each report looks.</param>
/// <param name="Append">In the log's grain: waiting for the flush and the flush itself.</param>
/// <param name="Acknowledge">From the moment at which a gateway has a message to its receipt.</param>
/// <param name="Deliver">From the call that brings a message to its grain to the confirmation of each gateway that its connections were handed it; sampled.</param>
internal sealed record ClusterLatency(
    int WindowS,
    LatencyFigures Append,
    LatencyFigures Acknowledge,
    LatencyFigures Deliver);
