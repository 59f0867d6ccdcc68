using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Sessions;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Grains.Interfaces;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <inheritdoc cref="IGatewayFigures"/>
internal sealed class GatewayFigures(
    SessionRegistry sessions,
    GatewayLanes lanes,
    GatewayStatistics statistics,
    LiveGateways gateways,
    SiloWatcher silos,
    ClusterReports reports,
    StreamMetrics streams,
    TimeProvider time) : IGatewayFigures
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

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

    /// <inheritdoc />
    public StreamStats Streams => new(streams.Subscriptions, streams.Consumers);

    /// <inheritdoc />
    public async Task<IReadOnlyList<GatewayStats>?> ListGatewaysAsync()
    {
        try
        {
            var leases = await gateways.ListAsync(Freshness).WaitAsync(Patience, time);
            return [.. leases.OrderBy(lease => lease.Address.InstanceId, StringComparer.Ordinal)
                .Select(lease => new GatewayStats(lease.Address.InstanceId, lease.Connections, lease.Rooms, lease.Draining, lease.AgeMs))];
        }
        catch (Exception exception) when (TransientFault.Matches(exception))
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<SiloStats>> ListSilosAsync()
    {
        var report = await reports.ReadAsync();
        return [.. silos.ByName.Select(silo =>
            new SiloStats(silo.Name, OverviewAnswers.NameOf(silo.Status), report.Silos.GetValueOrDefault(silo.Name)?.Activations.Sum(kind => kind.Count)))];
    }
}
