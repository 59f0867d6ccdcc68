namespace Orleans.Realtime.Client.Messages;

/// <summary>Messages that are lost to this client: told once, in their place between the others.</summary>
public sealed record Gap : RealtimeEvent
{
    /// <summary>Which kind of log.</summary>
    public required RealtimeLog Log { get; init; }

    /// <summary>The room, the group or the other user; empty for the inbox.</summary>
    public required string Id { get; init; }

    /// <summary>The first place that is missing.</summary>
    public long FromSeq { get; init; }

    /// <summary>The last place that is missing. Below <see cref="FromSeq"/>: nothing is, but a new log has begun.</summary>
    public long ToSeq { get; init; }

    /// <summary>The log's life.</summary>
    public string? Epoch { get; init; }

    /// <summary>The log began anew: positions that were seen before mean nothing any more.</summary>
    public bool IsReset { get; init; }
}
