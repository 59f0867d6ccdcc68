using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <summary>
/// The store of all logs; one instance a silo. Safe for concurrent use. Every call may throw
/// <see cref="LogUnavailableException"/> (certainly nothing was done) or, where the outcome is unknown, anything else.
/// </summary>
internal interface IMessageLog
{
    /// <summary>Returns the log's head; creates the log, with a new epoch, when it does not exist.</summary>
    /// <param name="log">The log.</param>
    /// <param name="retention">What the log keeps.</param>
    /// <param name="known">
    /// A position that the caller was told before, or none. A log of the same epoch that ends before it has lost what was acknowledged: it goes
    /// on under a new epoch, so that nobody takes what comes next for what was lost. <see cref="AppendAsync"/> does the same.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<LogHead> OpenAsync(LogId log, LogRetention retention, LogPosition known = default, CancellationToken cancellationToken = default);

    /// <summary>
    /// Appends the whole batch or nothing. The batch's seqs follow <paramref name="expected"/> without a hole, its times do not
    /// decrease. Returns the head after it.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="expected">Epoch and last seq of the log as the writer knows them: the fence.</param>
    /// <param name="batch">
    /// At least one entry. The store may keep the instances. What an entry of kind <see cref="MessageKind.Recall"/> refers to is erased with it: in its place
    /// <see cref="Interfaces.Messaging.Message.Erased"/> is read from then on.
    /// </param>
    /// <param name="retention">What the log keeps afterwards.</param>
    /// <param name="cancellationToken">Cancels the wait; when the append was under way its outcome is unknown.</param>
    /// <exception cref="LogConflictException">The log is elsewhere than <paramref name="expected"/>; nothing was stored.</exception>
    /// <exception cref="ArgumentException">The batch is empty or does not follow <paramref name="expected"/>.</exception>
    ValueTask<LogHead> AppendAsync(
        LogId log,
        LogPosition expected,
        IReadOnlyList<Message> batch,
        LogRetention retention,
        CancellationToken cancellationToken = default);

    /// <summary>Reads one page and the head it belongs to. A log that does not exist is not created.</summary>
    ValueTask<LogSlice> ReadAsync(LogId log, LogRead read, LogRetention retention, CancellationToken cancellationToken = default);

    /// <summary>
    /// Moves the cursor kept beside the log forward to <paramref name="seq"/>, never backward and never beyond the last entry.
    /// Of another epoch than the log's it does nothing. Returns the head afterwards.
    /// </summary>
    ValueTask<LogHead> CommitCursorAsync(LogId log, string epoch, long seq, CancellationToken cancellationToken = default);

    /// <summary>Drops what <paramref name="retention"/> does not keep. Returns the head afterwards.</summary>
    ValueTask<LogHead> TrimAsync(LogId log, LogRetention retention, CancellationToken cancellationToken = default);

    /// <summary>Removes the log with its maps. Who opens it again makes a new one, with another epoch.</summary>
    ValueTask DeleteAsync(LogId log, CancellationToken cancellationToken = default);
}
