namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>What the checker found in a history.</summary>
public sealed record HistoryReport
{
    /// <summary>Messages that were sent.</summary>
    public int Sent { get; init; }

    /// <summary>Messages whose sender was told that they are stored.</summary>
    public int Acknowledged { get; init; }

    /// <summary>Messages handed to readers, over all readers.</summary>
    public int Delivered { get; init; }

    /// <summary>Acknowledged messages that a reader did not see though it listened all the time, over all readers, and those that history lacks.</summary>
    public int Lost { get; init; }

    /// <summary>Messages that a reader, or a log, had more than once.</summary>
    public int Doubled { get; init; }

    /// <summary>Messages behind a later one: in a reader's order, or in the order of their own writer.</summary>
    public int Reordered { get; init; }

    /// <summary>Positions that said one thing to one client and another to the next: reply, readers and history disagree.</summary>
    public int Contradictions { get; init; }

    /// <summary>Holes in what a reader saw that no <c>gap</c> told of.</summary>
    public int Holes { get; init; }

    /// <summary>Gaps that readers were told of.</summary>
    public int Gaps { get; init; }

    /// <summary>Messages that readers saw though their sender was never told that they are stored. Allowed: their sender gave up.</summary>
    public int UnacknowledgedDelivered { get; init; }

    /// <summary>Errors with which messages were refused, and then sent again.</summary>
    public int Refused { get; init; }

    /// <summary>Longest time from a message's first sending to its acknowledgement.</summary>
    public TimeSpan LongestWriterStall { get; init; }

    /// <summary>Longest time from a message's acknowledgement until a reader had it.</summary>
    public TimeSpan LongestReaderStall { get; init; }

    /// <summary>How many times a client had to connect again.</summary>
    public int Reconnects { get; init; }

    /// <summary>How many of those found their session gone.</summary>
    public int SessionsLost { get; init; }

    /// <summary>What is wrong, readable; the first <see cref="HistoryChecker.MaxViolations"/>.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];

    /// <summary>Everything that is wrong, counted.</summary>
    public int ViolationCount { get; init; }

    /// <summary>Whether the contract was kept.</summary>
    public bool IsClean => ViolationCount == 0;
}
