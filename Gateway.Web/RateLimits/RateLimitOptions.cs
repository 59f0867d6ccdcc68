namespace Orleans.Realtime.Gateway.Web.RateLimits;

/// <summary>How fast clients may send: section <c>RateLimits</c>. A frame over a limit is answered with <c>rate_limited</c> and dropped; nobody else notices.</summary>
internal sealed class RateLimitOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "RateLimits";

    /// <summary>Whether there are limits at all. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Frames per second of one connection. Default 500, range 1 to 1,000,000.</summary>
    public int ConnectionPerSecond { get; set; } = 500;

    /// <summary>Frames that one connection may send at once after a pause. Default 1,000, range 1 to 1,000,000.</summary>
    public int ConnectionBurst { get; set; } = 1000;

    /// <summary>Frames per second of all of a user's connections to one gateway. Default 1,000, range 1 to 1,000,000.</summary>
    public int UserPerSecond { get; set; } = 1000;

    /// <summary>Frames that a user's connections to one gateway may send at once after a pause. Default 2,000, range 1 to 1,000,000.</summary>
    public int UserBurst { get; set; } = 2000;

    /// <summary>Messages per second that one gateway publishes to one room over sockets. Default 0: no limit; range 0 to 1,000,000.</summary>
    public int RoomPerSecond { get; set; }

    /// <summary>Messages that one gateway may publish to a room at once after a pause. Default 1,000, range 1 to 1,000,000.</summary>
    public int RoomBurst { get; set; } = 1000;

    /// <summary>A connection that exceeds its limits so long, never a full second without a refusal, is closed with 4429. Default 5 s, range 1 s to 10 minutes.</summary>
    public TimeSpan ExcessTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A connection with so many refusals, never a full second without one, is closed with 4429. Default 50,000, range 1 to 10,000,000.</summary>
    public int ExcessRefusals { get; set; } = 50_000;
}
