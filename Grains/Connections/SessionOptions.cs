namespace Orleans.Realtime.Grains.Connections;

/// <summary>How long and how much of a session is kept. Section <c>Sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Sessions";

    /// <summary>How long a session waits for its client after its socket ended. Default 2 minutes, range 1 second to 24 hours.</summary>
    public TimeSpan ResumeWindow { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Subscriptions that one session remembers; the gateway refuses more, the grain ignores them. Default 1,000, range 1 to 100,000.</summary>
    public int MaxSubscriptions { get; set; } = 1_000;
}
