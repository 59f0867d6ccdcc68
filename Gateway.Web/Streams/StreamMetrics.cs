using System.Diagnostics.Metrics;
using Orleans.Realtime.Gateway.Web.Delivery;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>Instruments of what sockets do with streams. No tags: streams, groups and consumers have names.</summary>
internal sealed class StreamMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _redelivered;
    private readonly Counter<long> _gaps;
    private int _subscriptions;
    private int _consumers;

    public StreamMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(DeliveryMetrics.MeterName);
        _meter.CreateObservableUpDownCounter("realtime.gateway.stream.subscriptions", () => Subscriptions, "{subscription}", "Subscriptions of connections to streams.");
        _meter.CreateObservableUpDownCounter("realtime.gateway.stream.consumers", () => Consumers, "{consumer}", "Consumers of groups that connections are.");
        _delivered = _meter.CreateCounter<long>("realtime.gateway.stream.deliveries", "{entry}", "Entries of streams queued for connections.");
        _redelivered = _meter.CreateCounter<long>("realtime.gateway.stream.redeliveries", "{entry}", "Of these, entries that a consumer had been given before.");
        _gaps = _meter.CreateCounter<long>("realtime.gateway.stream.gaps", "{gap}", "Gaps in streams that were announced to subscribers.");
    }

    /// <summary>Subscriptions now.</summary>
    public int Subscriptions => Volatile.Read(ref _subscriptions);

    /// <summary>Consumers now.</summary>
    public int Consumers => Volatile.Read(ref _consumers);

    /// <summary>A subscription began, or ended.</summary>
    public void Subscribed(int change) => Interlocked.Add(ref _subscriptions, change);

    /// <summary>A consumer began, or ended.</summary>
    public void Consuming(int change) => Interlocked.Add(ref _consumers, change);

    /// <summary>Entries were queued.</summary>
    public void Delivered(int entries) => _delivered.Add(entries);

    /// <summary>Entries were queued again.</summary>
    public void Redelivered(int entries) => _redelivered.Add(entries);

    /// <summary>Gaps were announced.</summary>
    public void Gaps(int gaps) => _gaps.Add(gaps);

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
