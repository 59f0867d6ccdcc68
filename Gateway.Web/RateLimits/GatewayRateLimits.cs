using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.RateLimits;

/// <summary>The limits of this gateway, and what its connections share. One per process.</summary>
internal sealed class GatewayRateLimits
{
    /// <summary>Takes the limits from the options.</summary>
    public GatewayRateLimits(IOptions<RateLimitOptions> options, TimeProvider time)
    {
        RateLimitOptions value = options.Value;
        Time = time;
        Enabled = value.Enabled;
        Connection = new RateLimit(value.ConnectionPerSecond, value.ConnectionBurst, time);
        User = new RateLimit(value.UserPerSecond, value.UserBurst, time);
        Rooms = value is { Enabled: true, RoomPerSecond: > 0 } ? new RoomRateLimiter(new RateLimit(value.RoomPerSecond, value.RoomBurst, time), time) : null;
        ExcessRefusals = value.ExcessRefusals;
        ExcessTimeout = (long)(value.ExcessTimeout.TotalSeconds * time.TimestampFrequency);
    }

    internal bool Enabled { get; }

    internal TimeProvider Time { get; }

    internal RateLimit Connection { get; }

    internal RateLimit User { get; }

    internal UserRateLimiter Users { get; } = new();

    internal RoomRateLimiter? Rooms { get; }

    internal int ExcessRefusals { get; }

    internal long ExcessTimeout { get; }

    /// <summary>The limiter of a new connection; dispose it when the connection ends.</summary>
    public ConnectionRateLimiter Open(string userId) => new(this, userId);
}
