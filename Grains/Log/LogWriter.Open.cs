using Microsoft.Extensions.Logging;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <content>Reading head and window from the log, at the beginning and after an append with unknown outcome.</content>
internal sealed partial class LogWriter
{
    private const int RebuildPage = 500;

    private Message[]? _unsure;

    /// <summary>Opens once for all who wait for it; none of them cancels it for the others.</summary>
    private Task StartOpening()
    {
        Task opening = OpenCoreAsync();
        _opening = opening.IsCompleted ? null : opening;
        return opening;
    }

    /// <summary>Whether the log is open now. Not, when the store is out of reach or the writer is fenced.</summary>
    private async ValueTask<bool> TryOpenAsync()
    {
        try
        {
            await OpenAsync();
            return true;
        }
        catch (RealtimeException)
        {
            return false;
        }
    }

    private async Task OpenCoreAsync()
    {
        try
        {
            LogHead head = await _shared.Store.OpenAsync(Log, _retention, _head.Position);
            (IdempotencyWindow? window, Message? newest) = await ReadWindowAsync(head);
            if (_state == LogWriterState.Unsure && !IsOurs(head, newest))
            {
                Fence();
                throw Moved();
            }

            Adopt(head, window, newest);
        }
        catch (Exception exception) when (exception is not RealtimeException)
        {
            LogLevel level = LevelOf(exception);
            LogOpenFailed(_shared.Logger, level, exception, Log);
            throw OutOfReach();
        }
        finally
        {
            _opening = null;
        }
    }

    /// <summary>
    /// After an append with unknown outcome: whether the log stands where it stood before, or where the append, and nobody else's, has
    /// left it. Appends are atomic, so the newest entry speaks for the batch.
    /// </summary>
    private bool IsOurs(LogHead head, Message? newest)
    {
        if (head.Epoch != _head.Epoch)
        {
            return false;
        }

        return head.LastSeq == _head.LastSeq
            || (_unsure is { } batch && head.LastSeq == batch[^1].Seq && newest?.Seq == head.LastSeq && newest.Id == batch[^1].Id);
    }

    private void Adopt(LogHead head, IdempotencyWindow? window, Message? newest)
    {
        bool stored = _unsure is not null && head.LastSeq > _head.LastSeq;
        Message[]? batch = _unsure;
        _unsure = null;
        _window = window;
        _ackStored = head.AckedSeq;
        _state = LogWriterState.Open;
        _lastCreatedAtUnixMs = Math.Max(_lastCreatedAtUnixMs, newest?.CreatedAtUnixMs ?? 0);
        if (stored)
        {
            Accept(head, batch!);
        }
        else
        {
            _head = Known(head);
        }
    }

    /// <summary>Reads as much of the log's end as the window covers.</summary>
    private async ValueTask<(IdempotencyWindow? Window, Message? Newest)> ReadWindowAsync(LogHead head)
    {
        if (head.IsEmpty)
        {
            return (null, null);
        }

        long oldest = NowUnixMs() - (long)_shared.Options.IdempotencyWindow.TotalMilliseconds;
        var pages = new Stack<IReadOnlyList<Message>>();
        Message? newest = null;
        long before = head.LastSeq + 1;
        int count = 0;
        while (before > head.FirstSeq && count < _shared.Options.IdempotencyMaxTotal)
        {
            LogSlice slice = await _shared.Store.ReadAsync(Log, LogRead.Before(before, RebuildPage), _retention);
            if (slice.Head.Epoch != head.Epoch || slice.Messages.Count == 0)
            {
                break;
            }

            newest ??= slice.Messages[^1];
            pages.Push(slice.Messages);
            count += slice.Messages.Count;
            before = slice.Messages[0].Seq;
            if (slice.Messages[0].CreatedAtUnixMs < oldest)
            {
                break;
            }
        }

        IdempotencyWindow window = NewWindow();
        foreach (Message message in pages.SelectMany(page => page))
        {
            window.Add(message);
        }

        window.Settle();
        window.Expire(NowUnixMs());
        return (window, newest);
    }
}
