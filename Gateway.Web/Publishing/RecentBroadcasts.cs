namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>
/// The broadcasts of the last two minutes that came with their sender's own id, at most a thousand, the oldest forgotten first:
/// the same id again gets the first one's answer. A broadcast that failed may be tried again.
/// </summary>
internal sealed class RecentBroadcasts(TimeProvider time)
{
    private const int Capacity = 1_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string? SenderId, string ClientId), Entry> _entries = [];
    private readonly Queue<((string? SenderId, string ClientId) Key, long Since)> _order = new();

    /// <summary>The answer of the first broadcast with the key, or of this one.</summary>
    public Task<BroadcastResult> GetOrAdd((string? SenderId, string ClientId) key, Func<Task<BroadcastResult>> send)
    {
        lock (_gate)
        {
            while (_order.TryPeek(out var oldest) && (_order.Count >= Capacity || time.GetElapsedTime(oldest.Since) >= Window))
            {
                _order.Dequeue();
                if (_entries.TryGetValue(oldest.Key, out var entry) && entry.Since == oldest.Since)
                {
                    _entries.Remove(oldest.Key);
                }
            }

            if (_entries.TryGetValue(key, out var known) && !known.Result.IsFaulted && !(known.Result.IsCompletedSuccessfully && known.Result.Result.Gateways == 0))
            {
                return known.Result;
            }

            var since = time.GetTimestamp();
            var result = send();
            _entries[key] = new Entry(result, since);
            _order.Enqueue((key, since));
            return result;
        }
    }

    private readonly record struct Entry(Task<BroadcastResult> Result, long Since);
}
