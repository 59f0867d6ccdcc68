namespace Orleans.Realtime.Gateway.Web.RateLimits;

/// <summary>A rate with a burst, in the units of a clock, so that taking a token needs no division.</summary>
internal readonly record struct RateLimit
{
    /// <summary>Creates a limit.</summary>
    /// <param name="perSecond">Tokens that come back a second, 1 to 1,000,000.</param>
    /// <param name="burst">Tokens of a full bucket, 1 to 1,000,000.</param>
    /// <param name="time">The clock whose timestamps are used.</param>
    public RateLimit(int perSecond, int burst, TimeProvider time)
    {
        Frequency = time.TimestampFrequency;
        Interval = Math.Max(1, Frequency / perSecond);
        Tolerance = Interval * burst;
    }

    /// <summary>Units a second.</summary>
    public long Frequency { get; }

    /// <summary>Units in which one token comes back.</summary>
    public long Interval { get; }

    /// <summary>Units in which an empty bucket fills.</summary>
    public long Tolerance { get; }
}
