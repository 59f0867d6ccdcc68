using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Orleans.Realtime.Grains.Tests.Support;

/// <summary>What an observable instrument says when it is asked.</summary>
internal static class Measurements
{
    /// <summary>Its measurements, <c>"tag tag value"</c>, sorted.</summary>
    public static string[] Of(IMeterFactory meters, string instrument)
    {
        var found = new ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (published, self) =>
            {
                if (published.Meter.Scope == meters && published.Name == instrument)
                {
                    self.EnableMeasurementEvents(published);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => found.Add(string.Join(' ', [.. tags.ToArray().Select(tag => tag.Value), value])));
        listener.Start();
        listener.RecordObservableInstruments();
        return [.. found.Order(StringComparer.Ordinal)];
    }
}
