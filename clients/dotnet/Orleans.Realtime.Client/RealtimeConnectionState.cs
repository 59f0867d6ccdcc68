namespace Orleans.Realtime.Client;

/// <summary>What a client's connection is doing.</summary>
public enum RealtimeConnectionState
{
    /// <summary>Not started.</summary>
    Idle,

    /// <summary>A socket is being opened.</summary>
    Connecting,

    /// <summary>The server said <c>connected</c>.</summary>
    Connected,

    /// <summary>The connection was lost or could not be made; the next attempt comes after a delay.</summary>
    Waiting,

    /// <summary>Closed by the application, or for good.</summary>
    Closed,
}
