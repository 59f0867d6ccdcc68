using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <summary>An append was refused because the log's head is not what the writer believed: somebody else writes, or the log was lost. Nothing was stored.</summary>
internal sealed class LogConflictException(LogId log, LogPosition expected, LogHead actual)
    : Exception($"Log '{log}' is at {actual.LastSeq} of epoch '{actual.Epoch}', not at {expected.Seq} of epoch '{expected.Epoch}'.")
{
    /// <summary>The log's real head; <see cref="LogHead.None"/> when the log does not exist.</summary>
    public LogHead Actual { get; } = actual;
}
