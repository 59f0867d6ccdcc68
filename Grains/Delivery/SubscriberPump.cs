using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Gateways;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;

namespace Orleans.Realtime.Grains.Delivery;

/// <summary>
/// Delivers one log to one subscriber: a service that is no gateway. Nobody else knows whether it lives: it renews, and when it no
/// longer does, the pump ends by itself, also if there is nothing to deliver.
/// </summary>
internal sealed class SubscriberPump(IPumpOwner owner, string subscriberId, IRoomObserver observer) : LogPump(owner)
{
    private readonly TaskCompletionSource _closing = new();
    private long _renewedAt;
    private TimeSpan _lease;

    public string SubscriberId { get; } = subscriberId;

    public IRoomObserver Observer { get; } = observer;

    protected override string Name => SubscriberId;

    /// <summary>One for all: anybody may subscribe, under any name.</summary>
    protected override string MetricTag => DeliveryMetrics.Services;

    private TimeSpan Left => _lease - Services.Time.GetElapsedTime(_renewedAt);

    /// <summary>Begins behind a position (none: behind the log's last) and lasts for a lease unless it is renewed.</summary>
    public void Start(LogPosition? from, TimeSpan lease)
    {
        StartBehind(from);
        Renew(lease);
        _ = EndWithLeaseAsync();
    }

    /// <summary>The subscriber is there; what is delivered to it and how far is not touched.</summary>
    public void Renew(TimeSpan lease) => (_renewedAt, _lease) = (Services.Time.GetTimestamp(), lease);

    public override void Close()
    {
        base.Close();
        _closing.TrySetResult();
    }

    public override void NotifyLost() => Observer.SubscriptionLostAsync(Source.Log).Forget();

    protected override Task<DeliveryAck> CallAsync(DeliveryBatch batch) => Observer.DeliverAsync(batch);

    protected override ValueTask<bool> IsAliveAsync() => new(Left > TimeSpan.Zero);

    private async Task EndWithLeaseAsync()
    {
        while (Left is var left && left > TimeSpan.Zero)
        {
            await _closing.Task.WaitAsync(left, Services.Time)
                .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            if (IsClosed)
            {
                return;
            }
        }

        Drop(RouteDropReason.LeaseGone);
    }
}
