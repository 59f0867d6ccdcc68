namespace Orleans.Realtime.Grains.Log;

/// <summary>What a <see cref="LogWriter"/> knows of its log.</summary>
internal enum LogWriterState : byte
{
    /// <summary>Nothing yet.</summary>
    Closed = 0,

    /// <summary>Head and window are the log's.</summary>
    Open = 1,

    /// <summary>The outcome of the last append is unknown: the log is read again before anything is written.</summary>
    Unsure = 2,

    /// <summary>Another writer owns the log; for good.</summary>
    Fenced = 3,
}
