namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>How this gateway treats sessions. Section <c>Sessions</c>, which it shares with the session's grain.</summary>
internal sealed class SessionOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Sessions";

    /// <summary>How long a client that came with a session id may take to say which positions it has, before the confirmed ones count. Default 1 s, range 0 to 1 min.</summary>
    public TimeSpan ResumeWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Frames of one connection that may wait for an answer; beyond it nothing more is read from it. Default 1,000, range 1 to 100,000.</summary>
    public int MaxInFlight { get; set; } = 1_000;

    /// <summary>Rooms of one connection. Default 1,000, range 1 to 100,000.</summary>
    public int MaxRooms { get; set; } = 1_000;

    /// <summary>Within which time an inbox delivery is confirmed by an early ping. Default 1 s, range 0.1 s to 1 min.</summary>
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Malformed frames in a row that close a connection with 1008. Default 10, range 1 to 1,000.</summary>
    public int MaxMalformedFrames { get; set; } = 10;

    /// <summary>Parts of the connection registry. Default the number of cores, range 1 to 1,024.</summary>
    public int Shards { get; set; } = Environment.ProcessorCount;
}
