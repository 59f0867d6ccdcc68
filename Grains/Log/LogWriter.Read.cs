using Microsoft.Extensions.Logging;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <content>Reading: pumps from memory, pages from the store.</content>
internal sealed partial class LogWriter
{
    /// <summary>
    /// Reads what follows a position from memory: at least one message if there is one, no more than <paramref name="max"/> and
    /// <paramref name="maxBytes"/> of payload; empty when the position is the log's end. False when memory, or retention, no longer
    /// reaches back that far: <see cref="ReadAsync"/> knows the rest, and what is lost.
    /// </summary>
    public bool TryReadTail(long afterSeq, int max, long maxBytes, out IReadOnlyList<Message> messages)
    {
        messages = [];
        if (_state != LogWriterState.Open)
        {
            return false;
        }

        if (afterSeq >= _head.LastSeq)
        {
            return true;
        }

        long next = afterSeq + 1;
        if (_tail is not { Count: > 0 } tail || next < Math.Max(tail.FirstSeq, _head.FirstSeq))
        {
            return false;
        }

        if (_retention.MaxAge is { } age && tail.CreatedAtUnixMs(next) < NowUnixMs() - (long)age.TotalMilliseconds)
        {
            return false;
        }

        messages = tail.Read(afterSeq, max, maxBytes);
        return true;
    }

    /// <summary>
    /// Reads one page. With <see cref="HistoryQuery.AfterSeq"/>, alone or with the other bound: the oldest messages of the range, and
    /// <see cref="MessagePage.HasMore"/> says whether newer ones of it follow; else the newest, and it says whether older ones precede.
    /// A page ends early at 4 MiB of payload.
    /// </summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.BadRequest"/>: the limit or a bound is out of range;
    /// <see cref="RealtimeErrorCode.Unavailable"/>: the store is out of reach, or the writer is fenced.</exception>
    public async Task<MessagePage> ReadAsync(HistoryQuery query, CancellationToken cancellationToken = default)
    {
        Check(query);
        await OpenAsync(cancellationToken);
        LogHead known = _head;
        LogDirection direction = query.AfterSeq.HasValue ? LogDirection.Forward : LogDirection.Backward;

        // What an append under way may have stored already is not visible before the owner was told.
        long after = query.AfterSeq ?? 0;
        long before = Math.Min(query.BeforeSeq ?? long.MaxValue, known.LastSeq + 1);
        LogSlice slice = await ReadStoreAsync(new LogRead(after, before, query.Limit, direction), cancellationToken);
        if (slice.Head.Epoch != known.Epoch || slice.Head.LastSeq < known.LastSeq)
        {
            // The log was lost, or is older than what this writer had been told: everybody has to begin anew.
            LogRegressed(_shared.Logger, Log, known.LastSeq, slice.Head.LastSeq);
            await TellRegressAsync(known);
            Fence();
            throw Moved();
        }

        if (slice.Head.LastSeq > _head.LastSeq && _state == LogWriterState.Open && !_flushing)
        {
            // Somebody else appends: this page would end too early, and its reader's position might look as if it were no position of the log.
            Fence();
            throw Moved();
        }

        long first = Math.Min(slice.Head.FirstSeq, known.LastSeq + 1);
        _head = _head with { FirstSeq = Math.Max(_head.FirstSeq, first) };
        return new MessagePage(slice.Messages, HasMore(slice.Messages, direction, after, before, first), first, known.LastSeq, known.Epoch);
    }

    private static bool HasMore(IReadOnlyList<Message> page, LogDirection direction, long after, long before, long first)
    {
        if (page.Count == 0)
        {
            return false;
        }

        return direction == LogDirection.Forward ? page[^1].Seq + 1 < before : page[0].Seq > Math.Max(first, after + 1);
    }

    private static void Check(HistoryQuery query)
    {
        if (query.Limit is < 1 or > HistoryQuery.MaxLimit)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, $"The limit is {query.Limit}; it must be 1 to {HistoryQuery.MaxLimit}.");
        }

        if (query.AfterSeq < 0 || query.BeforeSeq < 0)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, "A position must not be negative.");
        }
    }

    /// <summary>
    /// Makes the store give a log that has lost its end another epoch, before the next owner writes other messages under the same numbers.
    /// </summary>
    private async ValueTask TellRegressAsync(LogHead known)
    {
        try
        {
            await _shared.Store.OpenAsync(Log, _retention, known.Position);
        }
        catch (Exception exception)
        {
            LogLevel level = LevelOf(exception);
            LogOpenFailed(_shared.Logger, level, exception, Log);
        }
    }

    private async ValueTask<LogSlice> ReadStoreAsync(LogRead read, CancellationToken cancellationToken)
    {
        try
        {
            return await _shared.Store.ReadAsync(Log, read, _retention, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogLevel level = LevelOf(exception);
            LogReadFailed(_shared.Logger, level, exception, Log);
            throw OutOfReach();
        }
    }
}
