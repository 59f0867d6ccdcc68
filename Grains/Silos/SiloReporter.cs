using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Gateways;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Silos;
using Orleans.Realtime.Grains.Streams;
using Orleans.Realtime.ServiceDefaults.Diagnostics;
using Orleans.Runtime;

namespace Orleans.Realtime.Grains.Silos;

/// <summary>Tells the directory of silos now and then how this one is, three times within the time after which it would be forgotten.</summary>
internal sealed partial class SiloReporter(
    IGrainFactory grains,
    ILocalSiloDetails silo,
    ActivationMetrics activations,
    LogMetrics log,
    DeliveryMetrics delivery,
    StreamsInUse streams,
    TimeProvider time,
    IOptions<GatewayLeaseOptions> leases,
    ILogger<SiloReporter> logger) : BackgroundService
{
    private readonly ILogger _logger = logger;

    /// <summary>Reports once.</summary>
    public Task ReportAsync() => grains.GetGrain<ISiloDirectoryGrain>(0).ReportAsync(Read());

    /// <summary>The figures of this moment.</summary>
    public SiloReport Read()
    {
        var names = streams.List(SiloReport.MaxStreams, out var more);
        return new()
        {
            Silo = silo.SiloAddress.ToParsableString(),
            Process = ProcessReport.Read(),
            Activations = activations.Read(),
            Counters = new()
            {
                Appended = log.AppendedTotal,
                Duplicates = log.DuplicatesTotal,
                Refused = log.RefusedTotal,
                Confirmed = delivery.ConfirmedTotal,
                Redeliveries = delivery.RedeliveriesTotal,
            },
            Append = ReportOf(log.Recent),
            Deliver = ReportOf(delivery.Samples.Recent),
            Streams = names,
            MoreStreams = more,
        };
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(leases.Value.LeaseDuration / 3, time);
        do
        {
            try
            {
                await ReportAsync();
            }
            catch (Exception exception)
            {
                // The silo is not up yet, or the directory moves: nothing but a figure is late.
                LogNotReported(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static LatencyReport ReportOf(RecentLatency recent)
    {
        var (buckets, counts) = recent.Read();
        return new(buckets, counts);
    }
}
