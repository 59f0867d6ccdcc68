using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Tests.Streams;

/// <summary>A consumer group in memory. Guarded by its stream.</summary>
internal sealed class FakeStreamGroup(TimeProvider time)
{
    private readonly SortedDictionary<StreamId, Delivery> _pending = [];

    public StreamId LastDelivered { get; set; }

    /// <summary>Who asked and was not removed.</summary>
    public HashSet<string> Consumers { get; } = new(StringComparer.Ordinal);

    /// <summary>What is not acknowledged, by whom.</summary>
    public IReadOnlyList<(StreamId Id, string Consumer)> Pending => [.. _pending.Select(pair => (pair.Key, pair.Value.Consumer))];

    public StreamEntry[] Take(GroupRead read, List<StreamEntry> entries)
    {
        Consumers.Add(read.Consumer);
        if (read.PendingAfter is { } after)
        {
            return [.. _pending.Where(pair => pair.Value.Consumer == read.Consumer && pair.Key > after).Take(read.Count).ToArray().Select(pair => Give(Find(entries, pair.Key), read.Consumer))];
        }

        var taken = entries.Where(entry => entry.Id > LastDelivered).Take(read.Count).ToList();
        LastDelivered = taken.Count > 0 ? taken[^1].Id : LastDelivered;
        if (read.MinIdle is { } minIdle)
        {
            taken.AddRange(_pending.Where(pair => time.GetUtcNow() - pair.Value.At >= minIdle).Take(read.Count - taken.Count).Select(pair => Find(entries, pair.Key)));
        }

        return [.. taken.Select(entry => Give(entry, read.Consumer))];
    }

    public int Acknowledge(StreamId[] ids) => ids.Count(_pending.Remove);

    public bool Remove(string consumer) => _pending.Values.All(delivery => delivery.Consumer != consumer) && Consumers.Remove(consumer);

    /// <summary>As if Redis had been killed before it wrote an acknowledgement: entries are pending again.</summary>
    public void Forget(string consumer, params StreamId[] ids)
    {
        foreach (var id in ids)
        {
            _pending[id] = new Delivery(consumer, time.GetUtcNow(), 1);
        }
    }

    private static StreamEntry Find(List<StreamEntry> entries, StreamId id) => entries.Single(entry => entry.Id == id);

    private StreamEntry Give(StreamEntry entry, string consumer)
    {
        var delivery = new Delivery(consumer, time.GetUtcNow(), _pending.TryGetValue(entry.Id, out var before) ? before.Count + 1 : 1);
        _pending[entry.Id] = delivery;
        return entry with { DeliveryCount = delivery.Count };
    }

    private sealed record Delivery(string Consumer, DateTimeOffset At, int Count);
}
