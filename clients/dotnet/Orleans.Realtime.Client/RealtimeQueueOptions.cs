namespace Orleans.Realtime.Client;

/// <summary>What is sent and not answered yet.</summary>
public sealed class RealtimeQueueOptions
{
    /// <summary>Requests that wait or are under way: 1 to 100,000; further ones are refused with <c>queue_full</c>. Default 1,000.</summary>
    public int MaxItems { get; set; } = 1_000;

    /// <summary>Requests under way at once: 1 to 500, half of what the server remembers of one user's ids. Default 64.</summary>
    public int MaxInFlight { get; set; } = 64;

    /// <summary>
    /// Messages to one room, group, user or stream under way at once: 1 to <see cref="MaxInFlight"/>. Default 1: they are stored in the order of the calls,
    /// whatever fails and is repeated. More is faster, but a message that the server refused and that is repeated may then come behind later ones.
    /// </summary>
    public int MaxInFlightPerTarget { get; set; } = 1;

    /// <summary>For a request, waiting for a connection and repetitions included: 1 ms to 24 hours. Default 60 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// After its first sending a request may be repeated for so long, and then fails with <c>timeout</c>, since the server may have forgotten its id:
    /// 0 to 24 hours. Default 110 s, a little below the server's window of 2 minutes.
    /// </summary>
    public TimeSpan RepeatWithin { get; set; } = TimeSpan.FromSeconds(110);

    /// <summary>Largest frame in bytes: 1,024 to 1 GiB; larger ones are refused with <c>too_large</c>. Default 524,288, the server's default.</summary>
    public int MaxMessageBytes { get; set; } = 524_288;
}
