using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>
/// What a consumer was given on this connection: those that are not acknowledged, at most its count, and the latest that are. Redis may forget an acknowledgement
/// when it is killed, and a consumer may take over its own entries: on one connection none of them is given twice. Not thread-safe.
/// </summary>
internal sealed class DeliveredEntries
{
    /// <summary>Acknowledged entries that are remembered; the oldest is forgotten first.</summary>
    private const int MaxAcknowledged = 1_000;

    private readonly HashSet<StreamId> _unacknowledged = [];
    private readonly HashSet<StreamId> _acknowledged = [];
    private readonly Queue<StreamId> _order = new();

    /// <summary>How many are not acknowledged.</summary>
    public int Unacknowledged => _unacknowledged.Count;

    /// <summary>Whether it was acknowledged, not long ago.</summary>
    public bool WasAcknowledged(StreamId id) => _acknowledged.Contains(id);

    /// <summary>Takes it in, unless it was given before.</summary>
    public bool TryAdd(StreamId id) => !_acknowledged.Contains(id) && _unacknowledged.Add(id);

    /// <summary>Those of them that it was given are acknowledged.</summary>
    /// <returns>How many are so now and were not before.</returns>
    public int Acknowledge(IReadOnlyList<StreamId> ids)
    {
        var freed = 0;
        foreach (var id in ids)
        {
            if (!_unacknowledged.Remove(id))
            {
                continue;
            }

            freed++;
            _acknowledged.Add(id);
            _order.Enqueue(id);
            if (_order.Count > MaxAcknowledged)
            {
                _acknowledged.Remove(_order.Dequeue());
            }
        }

        return freed;
    }
}
