namespace Orleans.Realtime.Client.Streams;

/// <summary>How a stream is consumed as one of a group.</summary>
public sealed record StreamConsumeOptions : SendOptions
{
    /// <summary>This consumer's name in the group. Name it to get what it had pending before a restart. Default: one of its own, kept over reconnects.</summary>
    public string? Consumer { get; init; }

    /// <summary>Entries that may be out without acknowledgement: 1 to 1,000. Default 10.</summary>
    public int Credit { get; init; } = 10;

    /// <summary>When entries are acknowledged. Default <see cref="StreamAcknowledgement.Handled"/>.</summary>
    public StreamAcknowledgement Acknowledgement { get; init; }

    /// <summary>After what time entries that another consumer left pending are taken over. Default: the server's, 30 s. 0: never.</summary>
    public TimeSpan? MinIdle { get; init; }

    /// <summary>After what time an entry whose handler failed is given out again, with a greater <see cref="StreamEntry.DeliveryCount"/>: 0 to 1 hour. Default 30 s.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(30);
}
