using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <summary>
/// Logs in the memory of one process, shared by all its silos; gone with the process. Every call completes synchronously.
/// </summary>
internal sealed partial class InMemoryMessageLog : IMessageLog, IDisposable
{
    private const string Full = "The in-memory logs hold as much as Log:InMemoryMaxBytes allows.";

    private readonly ConcurrentDictionary<LogId, InMemoryLog> _logs = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _sweep;
    private readonly long _maxBytes;
    private long _bytes;

    public InMemoryMessageLog(IOptions<LogOptions> options, TimeProvider clock)
    {
        _clock = clock;
        _maxBytes = options.Value.InMemoryMaxBytes;
        TimeSpan period = options.Value.SweepPeriod;
        _sweep = clock.CreateTimer(static state => ((InMemoryMessageLog)state!).Sweep(), this, period, period);
    }

    /// <summary>How many logs exist.</summary>
    public int Count => _logs.Count;

    /// <summary>Estimated bytes of all entries and maps.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public ValueTask<LogHead> OpenAsync(LogId log, LogRetention retention, LogPosition known = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long now = NowUnixMs();
        while (true)
        {
            InMemoryLog entry = _logs.GetOrAdd(log, static (_, created) => new InMemoryLog(created), now);
            lock (entry)
            {
                if (!DropIfIdle(log, entry, now))
                {
                    entry.Touch(now, retention);
                    Account(entry.Trim(retention, now));
                    return new ValueTask<LogHead>(entry.Head);
                }
            }
        }
    }

    public ValueTask<LogHead> AppendAsync(
        LogId log,
        LogPosition expected,
        IReadOnlyList<Message> batch,
        LogRetention retention,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        InMemoryLog.CheckBatch(expected, batch);
        long now = NowUnixMs();
        if (!_logs.TryGetValue(log, out InMemoryLog? entry))
        {
            throw new LogConflictException(log, expected, LogHead.None);
        }

        lock (entry)
        {
            LogHead head = DropIfIdle(log, entry, now) ? LogHead.None : entry.Head;
            if (head.LastSeq != expected.Seq || head.Epoch != expected.Epoch)
            {
                throw new LogConflictException(log, expected, head);
            }

            if (Bytes > _maxBytes)
            {
                throw new LogUnavailableException(Full);
            }

            entry.Touch(now, retention);
            Account(entry.Append(batch, retention) + entry.Trim(retention, now));
            return new ValueTask<LogHead>(entry.Head);
        }
    }

    public ValueTask<LogSlice> ReadAsync(LogId log, LogRead read, LogRetention retention, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (read.Limit < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(read), read.Limit, "A page holds at least one entry.");
        }

        long now = NowUnixMs();
        if (_logs.TryGetValue(log, out InMemoryLog? entry))
        {
            lock (entry)
            {
                if (!DropIfIdle(log, entry, now))
                {
                    Account(entry.Trim(retention, now));
                    return new ValueTask<LogSlice>(new LogSlice(entry.Head, entry.Read(read)));
                }
            }
        }

        return new ValueTask<LogSlice>(new LogSlice(LogHead.None, []));
    }

    public ValueTask<LogHead> CommitCursorAsync(LogId log, string epoch, long seq, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_logs.TryGetValue(log, out InMemoryLog? entry))
        {
            lock (entry)
            {
                if (!DropIfIdle(log, entry, NowUnixMs()))
                {
                    if (entry.Head.Epoch == epoch)
                    {
                        entry.CommitCursor(seq);
                    }

                    return new ValueTask<LogHead>(entry.Head);
                }
            }
        }

        return new ValueTask<LogHead>(LogHead.None);
    }

    public ValueTask<LogHead> TrimAsync(LogId log, LogRetention retention, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long now = NowUnixMs();
        if (_logs.TryGetValue(log, out InMemoryLog? entry))
        {
            lock (entry)
            {
                if (!DropIfIdle(log, entry, now))
                {
                    Account(entry.Trim(retention, now));
                    return new ValueTask<LogHead>(entry.Head);
                }
            }
        }

        return new ValueTask<LogHead>(LogHead.None);
    }

    public ValueTask DeleteAsync(LogId log, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_logs.TryGetValue(log, out InMemoryLog? entry))
        {
            lock (entry)
            {
                if (!entry.IsGone)
                {
                    Account(entry.Clear());
                    _logs.TryRemove(KeyValuePair.Create(log, entry));
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose() => _sweep.Dispose();

    private void Sweep()
    {
        long now = NowUnixMs();
        foreach ((LogId log, InMemoryLog entry) in _logs)
        {
            lock (entry)
            {
                if (!DropIfIdle(log, entry, now))
                {
                    Account(entry.Sweep(now));
                }
            }
        }
    }

    /// <summary>Whether the log is, or is now, gone. Called with the entry locked.</summary>
    private bool DropIfIdle(LogId log, InMemoryLog entry, long now)
    {
        if (!entry.IsGone && entry.IsIdle(now))
        {
            Account(entry.Clear());
            _logs.TryRemove(KeyValuePair.Create(log, entry));
        }

        return entry.IsGone;
    }

    private void Account(long bytes)
    {
        if (bytes != 0)
        {
            Interlocked.Add(ref _bytes, bytes);
        }
    }

    private long NowUnixMs() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
