namespace Orleans.Realtime.Gateway.Web.RateLimits;

/// <summary>
/// A token bucket in eight bytes, without timer, lock or allocation: it holds the time at which it will be full again (the generic
/// cell rate algorithm). The default value is a full bucket. Thread-safe; do not copy one in use.
/// </summary>
internal struct TokenBucket
{
    private long _fullAt;

    /// <summary>Takes a token, or says how long until there is one.</summary>
    /// <param name="limit">Rate and burst; the same for every call.</param>
    /// <param name="now">The clock's timestamp.</param>
    /// <param name="retryAfter">Zero when the token was taken.</param>
    public bool TryTake(in RateLimit limit, long now, out TimeSpan retryAfter)
    {
        while (true)
        {
            long fullAt = Volatile.Read(ref _fullAt);
            long next = Math.Max(fullAt, now) + limit.Interval;
            long excess = next - now - limit.Tolerance;
            if (excess > 0)
            {
                retryAfter = TimeSpan.FromSeconds((double)excess / limit.Frequency);
                return false;
            }

            if (Interlocked.CompareExchange(ref _fullAt, next, fullAt) == fullAt)
            {
                retryAfter = TimeSpan.Zero;
                return true;
            }
        }
    }

    /// <summary>Whether it is full: nothing is lost when it is forgotten.</summary>
    public bool IsFull(long now) => Volatile.Read(ref _fullAt) <= now;
}
