using System.Text.Json;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Silos;
using Orleans.Realtime.ServiceDefaults.Diagnostics;
using Orleans.Runtime;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>Puts the reports of gateways and silos into the API's words.</summary>
internal static class OverviewAnswers
{
    /// <summary>One row.</summary>
    public static GatewayOverview Describe(GatewayLease lease)
    {
        var report = lease.Report;
        return new(
            lease.Address.InstanceId,
            report?.Sockets ?? lease.Connections,
            lease.Connections,
            lease.Rooms,
            report?.Conversations,
            report?.QueuedConnections,
            report?.QueuedFrames,
            report?.QueuedBytes,
            lease.Draining,
            lease.AgeMs,
            report is null ? null : new(report.StreamSubscriptions, report.StreamConsumers),
            report is null ? null : Describe(report.Counters),
            report is null ? null : LatencyQuantiles.Of(report.Acknowledge),
            report is null ? null : Describe(report.Process));
    }

    /// <summary>One row.</summary>
    public static SiloOverview Describe(string silo, SiloStatus status, SiloReport? report) => new(
        silo,
        NameOf(status),
        report?.AgeMs,
        report?.Activations.Sum(kind => kind.Count),
        report?.Activations.ToDictionary(kind => kind.Name, kind => kind.Count, StringComparer.Ordinal),
        report is null ? null : Describe(report.Counters),
        report is null ? null : LatencyQuantiles.Of(report.Append),
        report is null ? null : LatencyQuantiles.Of(report.Deliver),
        report is null ? null : Describe(report.Process));

    /// <summary>Sums of the same reports.</summary>
    public static ClusterTotals Sum(IReadOnlyList<GatewayOverview> gateways, IReadOnlyList<SiloOverview> silos)
    {
        return new(
            gateways.Count,
            silos.Count(silo => silo.Status == NameOf(SiloStatus.Active)),
            gateways.Sum(gateway => gateway.Connections),
            Grains("session"),
            Grains("user"),
            Grains("room"),
            Grains("conversation"),
            gateways.Sum(gateway => gateway.QueuedFrames ?? 0),
            gateways.Sum(gateway => gateway.QueuedBytes ?? 0));

        long Grains(string kind) => silos.Sum(silo => silo.Grains?.GetValueOrDefault(kind) ?? 0);
    }

    /// <summary>What messages take, over all of them.</summary>
    public static ClusterLatency Latency(IEnumerable<GatewayLease> gateways, IReadOnlyCollection<SiloReport> silos) => new(
        (int)RecentLatency.Window.TotalSeconds,
        LatencyQuantiles.Of(silos.Select(silo => silo.Append)),
        LatencyQuantiles.Of(gateways.Select(gateway => gateway.Report?.Acknowledge)),
        LatencyQuantiles.Of(silos.Select(silo => silo.Deliver)));

    /// <summary>A status as the API writes it.</summary>
    public static string NameOf(SiloStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());

    private static ProcessFigures Describe(ProcessReport process) => new(
        process.Version,
        Rfc3339.Format(process.StartedAtUnixMs),
        process.UptimeMs,
        Math.Round(process.CpuSeconds, 3),
        process.ResidentBytes,
        process.HeapBytes);

    private static SiloCounts Describe(SiloCounters counters) =>
        new(counters.Appended, counters.Duplicates, counters.Refused, counters.Confirmed, counters.Redeliveries);

    private static GatewayCounts Describe(GatewayCounters counters) => new(
        counters.Connects,
        counters.Closes,
        counters.Rejects,
        counters.SlowConsumers,
        counters.FramesReceived,
        counters.BytesReceived,
        counters.FramesSent,
        counters.BytesSent,
        counters.Errors,
        counters.Published,
        counters.PublishFailures,
        counters.PublishRetries,
        counters.Received,
        counters.Delivered,
        counters.Dropped,
        counters.Gaps,
        counters.Reattached);
}
