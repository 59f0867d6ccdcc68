using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams.Memory;

/// <summary>
/// Recognises publishes that are sent again, of all streams, for a time. Holds at most <see cref="MaxIds"/> ids of entries; overflow: the oldest publishes
/// are forgotten early.
/// </summary>
internal sealed class SeenPublishes(TimeProvider clock)
{
    public const int MaxIds = 1_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Stream, string Key), Seen> _seen = [];
    private readonly Queue<((string Stream, string Key) Publish, Seen Seen)> _order = new();
    private int _ids;

    /// <summary>The ids that a publish got which is still recognised.</summary>
    public StreamId[]? Find(string stream, string key)
    {
        lock (_gate)
        {
            return _seen.TryGetValue((stream, key), out var seen) && clock.GetTimestamp() < seen.Until ? seen.Ids : null;
        }
    }

    /// <summary>Remembers the ids that a publish got.</summary>
    public void Add(string stream, string key, StreamId[] ids, TimeSpan window)
    {
        var now = clock.GetTimestamp();
        var seen = new Seen(ids, now + (long)(window.TotalSeconds * clock.TimestampFrequency));
        lock (_gate)
        {
            _seen[(stream, key)] = seen;
            _order.Enqueue(((stream, key), seen));
            _ids += ids.Length;
            while (_ids > MaxIds || (_order.TryPeek(out var oldest) && oldest.Seen.Until <= now))
            {
                Forget();
            }
        }
    }

    private void Forget()
    {
        var (publish, seen) = _order.Dequeue();
        _ids -= seen.Ids.Length;
        if (_seen.TryGetValue(publish, out var current) && current == seen)
        {
            _seen.Remove(publish);
        }
    }

    private sealed record Seen(StreamId[] Ids, long Until);
}
