namespace Orleans.Realtime.Client;

/// <summary>Acknowledging the inbox.</summary>
public sealed class RealtimeInboxOptions
{
    /// <summary>
    /// Whether <see cref="RealtimeClient.AcknowledgeInbox"/> is left to the application. Default false: a message is acknowledged when all its
    /// handlers have ended, and each loop that had it has come back for the next.
    /// </summary>
    public bool AcknowledgeByHand { get; set; }

    /// <summary>Acknowledgements are gathered into one frame for so long: 0 to 10 s. Default 100 ms.</summary>
    public TimeSpan AcknowledgeDelay { get; set; } = TimeSpan.FromMilliseconds(100);
}
