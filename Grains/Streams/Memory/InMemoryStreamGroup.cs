using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams.Memory;

/// <summary>A consumer group in memory. Not safe for concurrent use: its stream is locked.</summary>
internal sealed class InMemoryStreamGroup(string name, StreamId start, EntryQueue entries, TimeProvider clock)
{
    private const int PendingBytes = 120;
    private const int ConsumerBytes = 200;
    private const int OwnBytes = 400;

    private readonly SortedSet<PendingDelivery> _pending = new(Comparer<PendingDelivery>.Create(static (x, y) => x.Id.CompareTo(y.Id)));
    private readonly Dictionary<string, StreamConsumerState> _consumers = new(StringComparer.Ordinal);
    private StreamId _lastDelivered = start;

    public string Name => name;

    /// <summary>Estimated bytes that it occupies.</summary>
    public long Bytes => OwnBytes + ((long)PendingBytes * _pending.Count) + ((long)ConsumerBytes * _consumers.Count);

    public StreamEntry[] Read(GroupRead read, int maxBytes)
    {
        var (consumer, now) = (Seen(read.Consumer), clock.GetTimestamp());
        var budget = new ReadBudget(read.Count, maxBytes);
        var taken = new List<StreamEntry>();
        if (read.PendingAfter is { } after)
        {
            Give(Behind(after).Where(pending => pending.Consumer == consumer), consumer, now, ref budget, taken);
            return [.. taken];
        }

        for (var i = entries.CountUpTo(_lastDelivered); i < entries.Count && budget.TryTake(entries[i].Data.Length); i++)
        {
            var pending = new PendingDelivery(entries[i].Id);
            pending.Give(consumer, now);

            // A group that was set back, or begun below what was pending, gives out again what it has given out.
            if (_pending.TryGetValue(pending, out var former))
            {
                Remove(former);
            }

            _pending.Add(pending);
            _lastDelivered = pending.Id;
            taken.Add(entries[i] with { DeliveryCount = pending.Deliveries });
        }

        if (read.MinIdle is { } minIdle)
        {
            Give(IdleFor(minIdle, now), consumer, now, ref budget, taken);
        }

        return [.. taken];
    }

    public StreamEntry[] Claim(GroupClaim claim, int maxBytes)
    {
        var (consumer, now) = (Seen(claim.Consumer), clock.GetTimestamp());
        var budget = new ReadBudget(claim.Count, maxBytes);
        var taken = new List<StreamEntry>();
        Give(IdleFor(claim.MinIdle, now), consumer, now, ref budget, taken);
        return [.. taken];
    }

    public int Acknowledge(IReadOnlyList<StreamId> ids)
    {
        var acknowledged = 0;
        foreach (var id in ids)
        {
            if (_pending.TryGetValue(new PendingDelivery(id), out var pending))
            {
                Remove(pending);
                acknowledged++;
            }
        }

        return acknowledged;
    }

    public GroupPending Pending(PendingQuery query)
    {
        var now = clock.GetTimestamp();
        var listed = Between(query.Start, query.End)
            .Where(pending => query.Consumer is null || pending.Consumer!.Name == query.Consumer)
            .Take(query.Count)
            .Select(pending => new PendingEntry(pending.Id, pending.Consumer!.Name, clock.GetElapsedTime(pending.At, now), pending.Deliveries));
        var consumers = Consumers().Where(consumer => consumer.Pending > 0).Select(consumer => new PendingConsumer(consumer.Name, consumer.Pending));
        return new GroupPending(_pending.Count, _pending.Min?.Id, _pending.Max?.Id, [.. consumers], [.. listed]);
    }

    public bool RemoveConsumer(string consumer) =>
        _consumers.TryGetValue(consumer, out var found) && found.Pending == 0 && _consumers.Remove(consumer);

    /// <summary>The group's state.</summary>
    /// <param name="entriesAdded">How many entries the stream ever had.</param>
    public StreamGroup Info(long entriesAdded)
    {
        var lag = entries.Count - entries.CountUpTo(_lastDelivered);
        var consumers = Consumers().Select(consumer => new StreamConsumer(consumer.Name, consumer.Pending, clock.GetElapsedTime(consumer.SeenAt)));
        return new StreamGroup(name, [.. consumers], _pending.Count, _lastDelivered, entriesAdded - lag, lag);
    }

    private IEnumerable<StreamConsumerState> Consumers() => _consumers.Values.OrderBy(consumer => consumer.Name, StringComparer.Ordinal);

    private StreamConsumerState Seen(string consumer)
    {
        if (!_consumers.TryGetValue(consumer, out var found))
        {
            _consumers.Add(consumer, found = new(consumer));
        }

        found.SeenAt = clock.GetTimestamp();
        return found;
    }

    private SortedSet<PendingDelivery> Between(StreamId low, StreamId high) =>
        low > high ? [] : _pending.GetViewBetween(new(low), new(high));

    private IEnumerable<PendingDelivery> Behind(StreamId after) => Between(after, StreamId.Max).SkipWhile(pending => pending.Id == after);

    private IEnumerable<PendingDelivery> IdleFor(TimeSpan minIdle, long now) =>
        _pending.Where(pending => clock.GetElapsedTime(pending.At, now) >= minIdle);

    /// <summary>Gives out what was given out before, as far as there is room. What left the stream meanwhile counts as acknowledged.</summary>
    private void Give(IEnumerable<PendingDelivery> from, StreamConsumerState consumer, long now, ref ReadBudget budget, List<StreamEntry> taken)
    {
        var gone = new List<PendingDelivery>();
        var given = new List<PendingDelivery>();
        foreach (var pending in from)
        {
            if (budget.Count == 0)
            {
                break;
            }

            if (entries.Find(pending.Id) is not { } entry)
            {
                gone.Add(pending);
            }
            else if (budget.TryTake(entry.Data.Length))
            {
                given.Add(pending);
                taken.Add(entry with { DeliveryCount = pending.Deliveries + 1 });
            }
        }

        gone.ForEach(Remove);
        given.ForEach(pending => pending.Give(consumer, now));
    }

    private void Remove(PendingDelivery pending)
    {
        _pending.Remove(pending);
        pending.Consumer!.Pending--;
    }
}
