using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Messaging;
using Orleans.Runtime;

namespace Orleans.Realtime.Grains.Delivery;

/// <summary>What every grain with a log shares with the others of its silo, so that a grain itself stays small.</summary>
internal sealed class LogGrainServices(
    LogWriterFactory writers,
    DeliveryServices delivery,
    MessageRules rules,
    LogMetrics metrics,
    ActivationMetrics activations,
    ILocalSiloDetails silo)
{
    public LogWriterFactory Writers { get; } = writers;

    public DeliveryServices Delivery { get; } = delivery;

    public MessageRules Rules { get; } = rules;

    public LogMetrics Metrics { get; } = metrics;

    public ActivationMetrics Activations { get; } = activations;

    /// <summary>Names this silo's run, another one after it was taken for dead and joined anew: gateways watch for its loss.</summary>
    public string HostId => silo.SiloAddress.ToParsableString();
}
