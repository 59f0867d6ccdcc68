namespace Orleans.Realtime.Client;

/// <summary>Coming back after the connection was lost.</summary>
public sealed class RealtimeReconnectOptions
{
    /// <summary>The first delay; each is drawn between its half and its whole. 10 ms to 10 minutes. Default 500 ms.</summary>
    public TimeSpan MinDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Delays double up to this: <see cref="MinDelay"/> to 1 hour. Default 20 s.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Least delay after the server closed for too many frames (4429): 0 to 1 hour. Default 5 s.</summary>
    public TimeSpan RateLimitedDelay { get; set; } = TimeSpan.FromSeconds(5);
}
