using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class SocketMetricsTests
{
    [Fact]
    public void Instruments_CountWhatHappened_WithAClosedSetOfTags()
    {
        using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = provider.GetRequiredService<IMeterFactory>();
        var sums = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == factory)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            sums.AddOrUpdate(string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => tag.Value)]), value, (_, sum) => sum + value));
        listener.Start();
        var metrics = new SocketMetrics(factory);

        for (var count = 0; count < 4; count++)
        {
            metrics.Opened();
        }

        metrics.Closed(1000);
        metrics.Closed(3777);
        metrics.Closed(4888);
        metrics.SlowConsumer();
        metrics.Received(2, 100);
        metrics.Sent(3, 300);
        listener.RecordObservableInstruments();

        sums.ToArray().Select(sum => $"{sum.Key} = {sum.Value}").Order(StringComparer.Ordinal).ShouldBe(
        [
            "realtime.gateway.closes 1000 = 1",
            "realtime.gateway.closes other = 2",
            "realtime.gateway.connections = 1",
            "realtime.gateway.frames.received = 2",
            "realtime.gateway.frames.sent = 3",
            "realtime.gateway.received = 100",
            "realtime.gateway.sent = 300",
            "realtime.gateway.slow_consumers = 1",
        ]);
    }
}
