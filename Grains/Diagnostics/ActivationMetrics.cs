using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;

namespace Orleans.Realtime.Grains.Diagnostics;

/// <summary>How many activations of each kind of grain this silo holds.</summary>
internal sealed class ActivationMetrics
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> _counts = new(StringComparer.Ordinal);

    public ActivationMetrics(IMeterFactory meters) =>
        meters.Create(GrainsMeter.Name).CreateObservableUpDownCounter("realtime.grain.activations", Observe, "{activation}", "Activations on this silo, by kind of grain.");

    /// <summary>Counts one until it is disposed: the last that activating does, and the first that deactivating does.</summary>
    /// <param name="grain">The kind of grain; a constant.</param>
    public IDisposable Count(string grain) => new Counted(_counts.GetOrAdd(grain, static _ => new StrongBox<long>()));

    /// <summary>How many there are of each kind now.</summary>
    public NamedCount[] Read() =>
        [.. _counts.Select(static count => new NamedCount(count.Key, Interlocked.Read(ref count.Value.Value))).OrderBy(static count => count.Name, StringComparer.Ordinal)];

    private IEnumerable<Measurement<long>> Observe() => _counts.Select(
        static count => new Measurement<long>(Interlocked.Read(ref count.Value.Value), new KeyValuePair<string, object?>("grain", count.Key)));

    private sealed class Counted : IDisposable
    {
        private StrongBox<long>? _count;

        public Counted(StrongBox<long> count) => Interlocked.Increment(ref (_count = count).Value);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _count, null) is { } count)
            {
                Interlocked.Decrement(ref count.Value);
            }
        }
    }
}
