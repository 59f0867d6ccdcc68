using System.Diagnostics.Metrics;
using Orleans.Realtime.Grains.Delivery;

namespace Orleans.Realtime.Grains.Diagnostics;

/// <summary>What the pumps do. No tag names a user, a room or a gateway.</summary>
internal sealed class DeliveryMetrics
{
    private static readonly KeyValuePair<string, object?> Success = new("result", "success");
    private static readonly KeyValuePair<string, object?> Failure = new("result", "failure");

    private readonly Counter<long> _batches;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _redeliveries;
    private readonly Counter<long> _droppedRoutes;
    private readonly Counter<long> _droppedLive;

    public DeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GrainsMeter.Name);
        _batches = meter.CreateCounter<long>("realtime.delivery.dispatches", "{batch}", "Batches sent to gateways and subscribed services, by result.");
        _messages = meter.CreateCounter<long>("realtime.delivery.messages", "{message}", "Messages that gateways and subscribed services confirmed.");
        _redeliveries = meter.CreateCounter<long>("realtime.delivery.redeliveries", "{restart}", "Times a delivery went on from an earlier position.");
        _droppedRoutes = meter.CreateCounter<long>("realtime.delivery.dropped_routes", "{route}", "Routes ended because the gateway, or the subscribed service, was gone or wanted nothing.");
        _droppedLive = meter.CreateCounter<long>("realtime.delivery.live_dropped", "{message}", "Messages in no log that a gateway did not take, or for which too many waited.");
    }

    public void LiveDropped(int messages) => _droppedLive.Add(messages);

    public void Delivered(int messages)
    {
        _batches.Add(1, Success);
        _messages.Add(messages);
    }

    public void Failed() => _batches.Add(1, Failure);

    public void Redelivering() => _redeliveries.Add(1);

    public void RouteDropped(RouteDropReason reason) =>
        _droppedRoutes.Add(1, new KeyValuePair<string, object?>("reason", reason == RouteDropReason.LeaseGone ? "lease_gone" : "not_attached"));
}
