namespace Orleans.Realtime.Grains.Log;

/// <summary>One bounded page of a log: entries with a seq above <paramref name="AfterSeq"/> and below <paramref name="BeforeSeq"/>.</summary>
/// <param name="AfterSeq">Exclusive lower bound; 0 for none.</param>
/// <param name="BeforeSeq">Exclusive upper bound; <see cref="long.MaxValue"/> for none.</param>
/// <param name="Limit">Most entries in the page, at least 1.</param>
/// <param name="Direction">Which end of the range the page is cut from.</param>
/// <param name="MaxBytes">Most payload bytes in the page; one entry is returned even when it alone is larger.</param>
internal readonly record struct LogRead(long AfterSeq, long BeforeSeq, int Limit, LogDirection Direction, long MaxBytes = LogRead.DefaultMaxBytes)
{
    /// <summary>Payload bytes of a page when the reader states no bound: 4 MiB, eight frames of the largest size.</summary>
    public const long DefaultMaxBytes = 4 * 1024 * 1024;

    /// <summary>The oldest entries after a position.</summary>
    public static LogRead After(long seq, int limit) => new(seq, long.MaxValue, limit, LogDirection.Forward);

    /// <summary>The newest entries before a position.</summary>
    public static LogRead Before(long seq, int limit) => new(0, seq, limit, LogDirection.Backward);

    /// <summary>The newest entries.</summary>
    public static LogRead Newest(int limit) => Before(long.MaxValue, limit);
}
