using System.Diagnostics.Metrics;
using Orleans.Realtime.Grains.Diagnostics;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>How long storage takes, and how often it fails. The tags are closed sets: operations and reasons.</summary>
internal sealed class StorageMetrics
{
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _unreadable;
    private long _connections;

    public StorageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GrainsMeter.Name);
        _duration = meter.CreateHistogram<double>("realtime.storage.duration", "s", "From a command to its answer, by operation.");
        _failures = meter.CreateCounter<long>("realtime.storage.failures", "{command}", "Commands without an answer, by operation and reason.");
        _unreadable = meter.CreateCounter<long>("realtime.storage.unreadable", "{entry}", "Entries of streams whose data could not be decompressed, each time they are read.");
        meter.CreateObservableUpDownCounter("realtime.storage.connections", () => Interlocked.Read(ref _connections), "{connection}", "1 while storage is connected and answers, else 0.");
    }

    public void Answered(string operation, TimeSpan elapsed) => _duration.Record(elapsed.TotalSeconds, Operation(operation));

    /// <summary>It was certain at once that nothing was done.</summary>
    public void Refused(string operation) => _failures.Add(1, Operation(operation), new("reason", "unavailable"));

    /// <summary>What became of it is not known.</summary>
    public void TimedOut(string operation) => _failures.Add(1, Operation(operation), new("reason", "timeout"));

    /// <summary>The connection broke in mid-command, or the server answered with an error.</summary>
    public void Failed(string operation) => _failures.Add(1, Operation(operation), new("reason", "error"));

    /// <summary>The data of an entry are not what the entry says.</summary>
    public void Unreadable() => _unreadable.Add(1);

    public void Connected() => Interlocked.Increment(ref _connections);

    public void Disconnected() => Interlocked.Decrement(ref _connections);

    private static KeyValuePair<string, object?> Operation(string operation) => new("operation", operation);
}
