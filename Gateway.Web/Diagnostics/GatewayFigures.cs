using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Sessions;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <inheritdoc cref="IGatewayFigures"/>
internal sealed class GatewayFigures(SessionRegistry sessions, GatewayLanes lanes, GatewayStatistics statistics) : IGatewayFigures
{
    /// <inheritdoc />
    public IReadOnlyList<int> ClientsByShard => sessions.CountByShard;

    /// <inheritdoc />
    public PubSubStats PubSub => new(
        lanes.Address.InstanceId,
        new PublisherStats(statistics.TotalPublished, statistics.UserPublished, statistics.BroadcastPublished, statistics.FailedPublished),
        new SubscriberStats(
            statistics.TotalReceived,
            statistics.UserReceived,
            statistics.BroadcastReceived,
            statistics.ProcessedMessages,
            statistics.FailedMessages,
            statistics.DroppedMessages,
            statistics.ReconnectCount));
}
