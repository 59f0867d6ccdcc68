using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Orleans.Realtime.Gateway.Web.RateLimits;

/// <summary>
/// Limits what this gateway publishes to one room. Rooms that were quiet for the time of a burst are forgotten. More than
/// <see cref="MaxRooms"/> busy ones at a time: the newcomers are not limited here, the limits of users and connections still hold.
/// </summary>
internal sealed class RoomRateLimiter(RateLimit limit, TimeProvider time)
{
    /// <summary>Most rooms remembered.</summary>
    public const int MaxRooms = 16_384;

    private readonly ConcurrentDictionary<string, StrongBox<TokenBucket>> _rooms = new(StringComparer.Ordinal);
    private int _count;
    private long _sweptAt = long.MinValue / 2;

    /// <summary>Rooms remembered now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes one of the room's tokens, or says how long until there is one.</summary>
    public bool TryTake(string roomId, out TimeSpan retryAfter)
    {
        long now = time.GetTimestamp();
        if (!_rooms.TryGetValue(roomId, out StrongBox<TokenBucket>? bucket))
        {
            if (Count >= MaxRooms && !TrySweep(now))
            {
                retryAfter = TimeSpan.Zero;
                return true;
            }

            var fresh = new StrongBox<TokenBucket>();
            bucket = _rooms.GetOrAdd(roomId, fresh);
            if (ReferenceEquals(bucket, fresh))
            {
                Interlocked.Increment(ref _count);
            }
        }

        return bucket.Value.TryTake(limit, now, out retryAfter);
    }

    // At most once a second: with every room busy it would find nothing, again and again.
    private bool TrySweep(long now)
    {
        long sweptAt = Volatile.Read(ref _sweptAt);
        if (now - sweptAt >= limit.Frequency && Interlocked.CompareExchange(ref _sweptAt, now, sweptAt) == sweptAt)
        {
            foreach (KeyValuePair<string, StrongBox<TokenBucket>> room in _rooms)
            {
                if (room.Value.Value.IsFull(now) && _rooms.TryRemove(room))
                {
                    Interlocked.Decrement(ref _count);
                }
            }
        }

        return Count < MaxRooms;
    }
}
