using System.Diagnostics.Metrics;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Diagnostics;

/// <summary>What the streams take and give. No tag names a stream, a group or a consumer.</summary>
internal sealed class StreamMetrics
{
    private static readonly KeyValuePair<string, object?> Range = new("kind", "range");
    private static readonly KeyValuePair<string, object?> Read = new("kind", "read");
    private static readonly KeyValuePair<string, object?> Group = new("kind", "group");

    private readonly Counter<long> _published;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _claimed;
    private readonly Counter<long> _acknowledged;
    private readonly Counter<long> _trimmed;
    private readonly UpDownCounter<long> _waiting;

    public StreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GrainsMeter.Name);
        _published = meter.CreateCounter<long>("realtime.stream.published", "{message}", "Messages added to streams.");
        _delivered = meter.CreateCounter<long>("realtime.stream.delivered", "{message}", "Entries given to readers, by kind: range, read, group.");
        _claimed = meter.CreateCounter<long>("realtime.stream.claimed", "{message}", "Entries given to a consumer that were given to one before and not acknowledged.");
        _acknowledged = meter.CreateCounter<long>("realtime.stream.acknowledged", "{message}", "Entries that consumers of groups are done with.");
        _trimmed = meter.CreateCounter<long>("realtime.stream.trimmed", "{message}", "Entries dropped on the interval or by request; what publishing itself trims is not counted.");
        _waiting = meter.CreateUpDownCounter<long>("realtime.stream.waiting", "{call}", "Calls that wait for entries.");
    }

    public void Published(int messages) => _published.Add(messages);

    public void Ranged(int entries) => Delivered(entries, Range);

    public void WasRead(int entries) => Delivered(entries, Read);

    /// <summary>A consumer of a group got entries.</summary>
    public void Consumed(StreamEntry[] entries)
    {
        Delivered(entries.Length, Group);
        var again = entries.Count(static entry => entry.DeliveryCount > 1);
        if (again > 0)
        {
            _claimed.Add(again);
        }
    }

    public void Acknowledged(int entries) => _acknowledged.Add(entries);

    public void Trimmed(long entries)
    {
        if (entries > 0)
        {
            _trimmed.Add(entries);
        }
    }

    /// <summary>So many calls more wait; fewer, when negative.</summary>
    public void Waits(int calls) => _waiting.Add(calls);

    private void Delivered(int entries, KeyValuePair<string, object?> kind)
    {
        if (entries > 0)
        {
            _delivered.Add(entries, kind);
        }
    }
}
