using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Keeps this gateway's lease in the gateway directory, and gives it back at the end.</summary>
internal sealed partial class GatewayRegistration(
    IGrainFactory grains,
    GatewayLanes lanes,
    GatewayReporter reporter,
    TimeProvider time,
    IOptions<GatewayOptions> options,
    ILogger<GatewayRegistration> logger) : BackgroundService
{
    private readonly ILogger _logger = logger;
    private volatile bool _draining;

    /// <summary>From now on the lease says that no new sessions should come here.</summary>
    public void Drain() => _draining = true;

    /// <summary>Renews the lease once.</summary>
    public Task RenewAsync() => Directory().RenewAsync(reporter.Read(_draining));

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await Directory().ReleaseAsync(lanes.Address).WaitAsync(options.Value.LeaseRenewal, time, cancellationToken);
        }
        catch (Exception e)
        {
            // It runs out by itself.
            LogReleaseFailed(e);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LeaseRenewal, time);
        do
        {
            try
            {
                await RenewAsync();
            }
            catch (Exception e)
            {
                LogRenewalFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IGatewayDirectoryGrain Directory() =>
        grains.GetGrain<IGatewayDirectoryGrain>(GatewayShard.Of(lanes.Address.InstanceId));
}
