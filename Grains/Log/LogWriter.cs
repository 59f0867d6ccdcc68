using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <summary>
/// Writes one log for the grain that owns it: numbers messages, recognises repeated ones, appends all that wait in one go
/// (group commit), tells the owner what is new, then gives out the receipts. Used on the grain's scheduler only, and without
/// locks. At rest, with nothing written, it holds no collection.
/// </summary>
internal sealed partial class LogWriter
{
    private readonly LogWriterFactory _shared;
    private LogRetention _retention;
    private readonly ILogListener _listener;
    private LogHead _head;
    private LogWriterState _state;
    private long _lastCreatedAtUnixMs;
    private Task? _opening;
    private IdempotencyWindow? _window;
    private LogTail? _tail;

    internal LogWriter(LogWriterFactory shared, LogId log, LogRetention retention, ILogListener listener)
    {
        _shared = shared;
        _retention = retention;
        _listener = listener;
        _head = LogHead.None;
        Log = log;
    }

    /// <summary>The log.</summary>
    public LogId Log { get; }

    /// <summary>The log as this writer knows it: everything up to its last seq is stored and was handed to the owner.</summary>
    public LogHead Head => _head;

    /// <summary>The log's epoch; empty before <see cref="OpenAsync"/>.</summary>
    public string Epoch => _head.Epoch;

    /// <summary>The newest position, 0 when nothing was ever written.</summary>
    public long LastSeq => _head.LastSeq;

    /// <summary>The acknowledged position, 0 before the first.</summary>
    public long AckedSeq => _head.AckedSeq;

    /// <summary>Whether another writer owns the log, or the log was lost: every call fails with <see cref="RealtimeErrorCode.Unavailable"/>.</summary>
    public bool IsFenced => _state == LogWriterState.Fenced;

    /// <summary>Reads head and idempotency window from the log, which is created when it does not exist. Other calls do it when it was not done.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Unavailable"/>: the store is out of reach, or the writer is fenced.</exception>
    public Task OpenAsync(CancellationToken cancellationToken = default) => _state switch
    {
        LogWriterState.Open => Task.CompletedTask,
        LogWriterState.Fenced => Task.FromException(Moved()),
        _ => (_opening ?? StartOpening()).WaitAsync(cancellationToken),
    };

    /// <summary>
    /// Gives back what an idle log does not need: the newest messages kept at hand, the queue's buffers, and the idempotency window
    /// once it has run out.
    /// </summary>
    public void ShrinkTail()
    {
        _tail = null;
        if (!_flushing)
        {
            _queue = null;
            _window?.Expire(NextCreatedAtUnixMs());
            _window = _window is { Count: 0 } ? null : _window;
            _live?.Expire(NextCreatedAtUnixMs());
            _live = _live is { Count: 0 } ? null : _live;
        }
    }

    private static RealtimeException Moved() =>
        new(RealtimeErrorCode.Unavailable, "The log has another owner now. Try again with the same id.");

    private static RealtimeException OutOfReach() =>
        new(RealtimeErrorCode.Unavailable, "The log's storage is out of reach. Try again with the same id.");

    private long NowUnixMs() => _shared.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The time for the next entry: now, but never before the last entry's.</summary>
    private long NextCreatedAtUnixMs() => Math.Max(NowUnixMs(), _lastCreatedAtUnixMs);

    /// <summary>A store's head, with the acknowledged position this writer may know better.</summary>
    private LogHead Known(LogHead head) => head with { AckedSeq = Math.Max(head.AckedSeq, _head.AckedSeq) };

    private void Fence()
    {
        if (_state == LogWriterState.Fenced)
        {
            return;
        }

        _state = LogWriterState.Fenced;
        _queue?.FailAll(Moved());
        _tail = null;
        _window = null;
        LogFenced(_shared.Logger, Log);
        _listener.OnFenced();
    }
}
