using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Gateways;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Delivery;

/// <summary>Delivers one log to one gateway, while that has its lease in the directory.</summary>
internal sealed class GatewayPump(IPumpOwner owner, GatewayRoute route) : LogPump(owner)
{
    private IGatewayObserver _lane = route.Lane;

    public GatewayAddress Address { get; } = route.Address;

    public GatewayRoute Route => new(Address, _lane);

    protected override string Name => Address.InstanceId;

    protected override string MetricTag => Address.InstanceId;

    /// <summary>Sets the position that the gateway holds, and delivers what follows it when woken.</summary>
    public void Start(IGatewayObserver lane, LogPosition? from)
    {
        _lane = lane;
        StartBehind(from);
    }

    public override void NotifyLost() => _lane.RouteLostAsync(Source.Log).Forget();

    protected override Task<DeliveryAck> CallAsync(DeliveryBatch batch) =>
        Services.Metrics.Samples.Find(batch) is { } sample ? MeasureAsync(batch, sample) : _lane.DeliverAsync(batch);

    private async Task<DeliveryAck> MeasureAsync(DeliveryBatch batch, DeliverySample sample)
    {
        var ack = await _lane.DeliverAsync(batch);
        sample.Answered(ack);
        return ack;
    }

    protected override ValueTask<bool> IsAliveAsync() => Services.Liveness.IsAliveAsync(Address);
}
