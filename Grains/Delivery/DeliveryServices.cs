using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Gateways;

namespace Orleans.Realtime.Grains.Delivery;

/// <summary>What every pump of a silo shares, so that a pump itself stays small.</summary>
internal sealed class DeliveryServices(
    IOptions<DeliveryOptions> options,
    IGatewayLiveness liveness,
    DeliveryMetrics metrics,
    TimeProvider time,
    ILogger<LogPump> logger)
{
    public DeliveryOptions Options { get; } = options.Value;

    public IGatewayLiveness Liveness { get; } = liveness;

    public DeliveryMetrics Metrics { get; } = metrics;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;
}
