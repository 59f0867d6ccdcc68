using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Tests.Log;

/// <summary>A store that fails, or waits, when a test says so, in front of one that works.</summary>
internal sealed class FaultyMessageLog(IMessageLog inner) : IMessageLog
{
    private readonly Queue<AppendFault> _faults = new();
    private TaskCompletionSource? _gate;

    /// <summary>The batches the writer tried to append, by their message ids.</summary>
    public List<string[]> Appends { get; } = [];

    /// <summary>The cursors the writer tried to commit.</summary>
    public List<long> Cursors { get; } = [];

    public int Opens { get; private set; }

    public int Reads { get; private set; }

    /// <summary>Every call but an append under way fails as long as this is set.</summary>
    public bool IsDown { get; set; }

    /// <summary>What becomes of the next appends, one fault each.</summary>
    public void FailNextAppends(params ReadOnlySpan<AppendFault> faults)
    {
        foreach (AppendFault fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    /// <summary>Appends and cursor writes wait from now on.</summary>
    public void Hold() => _gate = new TaskCompletionSource();

    /// <summary>What waits goes on; what comes next does not wait.</summary>
    public void Release()
    {
        TaskCompletionSource? gate = _gate;
        _gate = null;
        gate?.SetResult();
    }

    public ValueTask<LogHead> OpenAsync(LogId log, LogRetention retention, LogPosition known = default, CancellationToken cancellationToken = default)
    {
        Opens++;
        ThrowIfDown();
        return inner.OpenAsync(log, retention, known, cancellationToken);
    }

    public async ValueTask<LogHead> AppendAsync(
        LogId log,
        LogPosition expected,
        IReadOnlyList<Message> batch,
        LogRetention retention,
        CancellationToken cancellationToken = default)
    {
        Appends.Add([.. batch.Ids()]);
        if (_gate is { } gate)
        {
            await gate.Task;
        }

        ThrowIfDown();
        AppendFault fault = _faults.TryDequeue(out AppendFault next) ? next : AppendFault.None;
        switch (fault)
        {
            case AppendFault.Unavailable:
                throw new LogUnavailableException("down");
            case AppendFault.LostRequest:
                throw new TimeoutException("no answer");
            case AppendFault.LostAnswer:
                await inner.AppendAsync(log, expected, batch, retention, cancellationToken);
                throw new TimeoutException("no answer");
            case AppendFault.LostAnswerThenDown:
                await inner.AppendAsync(log, expected, batch, retention, cancellationToken);
                IsDown = true;
                throw new TimeoutException("no answer");
            case AppendFault.LostRequestThenDown:
                IsDown = true;
                throw new OperationCanceledException("no answer");
            default:
                return await inner.AppendAsync(log, expected, batch, retention, cancellationToken);
        }
    }

    public ValueTask<LogSlice> ReadAsync(LogId log, LogRead read, LogRetention retention, CancellationToken cancellationToken = default)
    {
        Reads++;
        ThrowIfDown();
        return inner.ReadAsync(log, read, retention, cancellationToken);
    }

    public async ValueTask<LogHead> CommitCursorAsync(LogId log, string epoch, long seq, CancellationToken cancellationToken = default)
    {
        Cursors.Add(seq);
        if (_gate is { } gate)
        {
            await gate.Task;
        }

        ThrowIfDown();
        return await inner.CommitCursorAsync(log, epoch, seq, cancellationToken);
    }

    public ValueTask<LogHead> TrimAsync(LogId log, LogRetention retention, CancellationToken cancellationToken = default) =>
        inner.TrimAsync(log, retention, cancellationToken);

    public ValueTask DeleteAsync(LogId log, CancellationToken cancellationToken = default)
    {
        ThrowIfDown();
        return inner.DeleteAsync(log, cancellationToken);
    }

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new LogUnavailableException("down");
        }
    }
}
