using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Orleans.Realtime.Grains.Delivery;

namespace Orleans.Realtime.Grains.Diagnostics;

/// <summary>
/// What the pumps do. No tag names a user or a room. Dispatches name the gateway: gateways are few, and one to which nothing was sent for
/// <see cref="KeepFor"/> is left out.
/// </summary>
internal sealed class DeliveryMetrics
{
    /// <summary>How long a gateway is shown after the last dispatch to it: long enough for every scraper to see the last failures of one that is gone.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(10);

    /// <summary>Gateways shown one by one; what is sent to more of them is counted together.</summary>
    private const int MaxGateways = 1_024;

    private const string Others = "other";

    /// <summary>What stands for all services that subscribed to rooms.</summary>
    public const string Services = "services";

    private readonly ConcurrentDictionary<string, DispatchCount> _gateways = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _redeliveries;
    private readonly Counter<long> _droppedRoutes;
    private readonly Counter<long> _droppedLive;
    private long _confirmedTotal;
    private long _redeliveriesTotal;

    public DeliveryMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        Samples = new DeliverySamples(time);
        var meter = meters.Create(GrainsMeter.Name);
        meter.CreateObservableCounter("realtime.delivery.dispatches", Observe, "{batch}", "Batches sent, by gateway and result; those to subscribed services together, as 'services'.");
        _messages = meter.CreateCounter<long>("realtime.delivery.messages", "{message}", "Messages that gateways and subscribed services confirmed.");
        _redeliveries = meter.CreateCounter<long>("realtime.delivery.redeliveries", "{restart}", "Times a delivery went on from an earlier position.");
        _droppedRoutes = meter.CreateCounter<long>("realtime.delivery.dropped_routes", "{route}", "Routes ended because the gateway, or the subscribed service, was gone or wanted nothing.");
        _droppedLive = meter.CreateCounter<long>("realtime.delivery.live_dropped", "{message}", "Messages in no log that a gateway did not take, or for which too many waited.");
    }

    /// <summary>Messages that were confirmed so far.</summary>
    public long ConfirmedTotal => Interlocked.Read(ref _confirmedTotal);

    /// <summary>Times that a delivery went on from an earlier position, so far.</summary>
    public long RedeliveriesTotal => Interlocked.Read(ref _redeliveriesTotal);

    /// <summary>How long messages take to their gateways.</summary>
    public DeliverySamples Samples { get; }

    public void LiveDropped(int messages) => _droppedLive.Add(messages);

    public void Delivered(string gateway, int messages)
    {
        Of(gateway).Succeeded(_time.GetTimestamp());
        Interlocked.Add(ref _confirmedTotal, messages);
        _messages.Add(messages);
    }

    public void Failed(string gateway) => Of(gateway).Failed(_time.GetTimestamp());

    public void Redelivering()
    {
        Interlocked.Increment(ref _redeliveriesTotal);
        _redeliveries.Add(1);
    }

    public void RouteDropped(RouteDropReason reason) =>
        _droppedRoutes.Add(1, new KeyValuePair<string, object?>("reason", reason == RouteDropReason.LeaseGone ? "lease_gone" : "not_attached"));

    private DispatchCount Of(string gateway)
    {
        if (_gateways.TryGetValue(gateway, out var known))
        {
            return known;
        }

        return _gateways.GetOrAdd(_gateways.Count < MaxGateways ? gateway : Others, static _ => new DispatchCount());
    }

    private IEnumerable<Measurement<long>> Observe()
    {
        foreach (var (gateway, count) in _gateways)
        {
            if (_time.GetElapsedTime(count.LastAt) >= KeepFor)
            {
                _gateways.TryRemove(gateway, out _);
                continue;
            }

            yield return Measure(count.Successes, gateway, "success");
            yield return Measure(count.Failures, gateway, "failure");
        }
    }

    private static Measurement<long> Measure(long value, string gateway, string result) =>
        new(value, new KeyValuePair<string, object?>("gateway", gateway), new KeyValuePair<string, object?>("result", result));
}
