using System.Diagnostics.Metrics;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Instruments of the way from the grains to the sockets.</summary>
internal sealed class DeliveryMetrics : IDisposable
{
    /// <summary>The gateway's meter.</summary>
    public const string MeterName = "Orleans.Realtime.Gateway";

    private readonly GatewayStatistics _statistics;
    private readonly Meter _meter;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _replays;
    private readonly Counter<long> _attaches;
    private readonly Counter<long> _signals;
    private readonly Histogram<int> _batch;

    public DeliveryMetrics(IMeterFactory factory, AudienceRegistry audiences, GatewayStatistics statistics)
    {
        _statistics = statistics;
        _meter = factory.Create(MeterName);
        _frames = _meter.CreateCounter<long>("realtime.gateway.deliveries", "{frame}", "Frames queued for connections.");
        _dropped = _meter.CreateCounter<long>("realtime.gateway.deliveries.dropped", "{frame}", "Frames that a closing connection did not take.");
        _gaps = _meter.CreateCounter<long>("realtime.gateway.gaps", "{gap}", "Gaps that were announced.");
        _replays = _meter.CreateCounter<long>("realtime.gateway.replays", "{replay}", "Subscriptions that read history before they went live.");
        _attaches = _meter.CreateCounter<long>("realtime.gateway.reattaches", "{attach}", "Audiences stated to their owner again, by routine or because a route was lost.");
        _signals = _meter.CreateCounter<long>("realtime.gateway.signals", "{frame}", "Frames of typing, read and presence queued for connections.");
        _batch = _meter.CreateHistogram<int>("realtime.gateway.delivery.batch_size", "{message}", "New messages in one delivery.");
        _meter.CreateObservableUpDownCounter("realtime.gateway.rooms", () => audiences.RoomCount, "{room}", "Rooms with a local audience.");
        _meter.CreateObservableCounter("realtime.gateway.publish.retries", () => statistics.PublishRetries, "{message}", "Messages that were sent to their log again, because an attempt failed.");
        _meter.CreateObservableUpDownCounter(
            "realtime.gateway.conversations", () => audiences.ConversationCount, "{conversation}", "Groups and private conversations with a local audience.");
    }

    /// <summary>A batch was handed over.</summary>
    public void Delivered(in DeliveryOutcome outcome)
    {
        _frames.Add(outcome.Enqueued);
        _batch.Record(outcome.Accepted);
        if (outcome.Dropped > 0)
        {
            _dropped.Add(outcome.Dropped);
        }

        if (outcome.Gap)
        {
            _gaps.Add(1);
        }
    }

    /// <summary>A broadcast was handed over.</summary>
    public void Broadcast(int reached) => _frames.Add(reached);

    /// <summary>A signal was handed over.</summary>
    public void Signalled(int reached) => _signals.Add(reached);

    /// <summary>A replay ended.</summary>
    public void Replayed(int gaps)
    {
        _replays.Add(1);
        _gaps.Add(gaps);
        _statistics.GapsAnnounced(gaps);
    }

    /// <summary>An audience was attached again.</summary>
    public void Reattached() => _attaches.Add(1);

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
