namespace Orleans.Realtime.Client;

/// <summary>Which part of history. Without bounds the newest; with <see cref="AfterSeq"/> the oldest behind it.</summary>
public sealed record HistoryOptions : SendOptions
{
    /// <summary>Only what lies before this position.</summary>
    public long? BeforeSeq { get; init; }

    /// <summary>Only what lies behind this position.</summary>
    public long? AfterSeq { get; init; }

    /// <summary>Messages of one page: 1 to 500. Default 50.</summary>
    public int? Limit { get; init; }
}
