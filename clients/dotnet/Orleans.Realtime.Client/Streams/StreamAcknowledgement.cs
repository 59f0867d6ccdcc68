namespace Orleans.Realtime.Client.Streams;

/// <summary>When an entry of a group is acknowledged.</summary>
public enum StreamAcknowledgement
{
    /// <summary>When the loop has come back for the next. An entry whose loop was left stays pending.</summary>
    Handled,

    /// <summary>By <see cref="StreamConsumer.AcknowledgeAsync"/>.</summary>
    ByHand,

    /// <summary>By the server once it was written to the socket: at most once.</summary>
    Delivered,
}
