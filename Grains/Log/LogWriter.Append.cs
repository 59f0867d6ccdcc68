using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <content>Group commit.</content>
internal sealed partial class LogWriter
{
    private const string TooManyWait = "Too many messages wait for the log. Try again with the same id.";
    private const string NotStored = "The log's storage is out of reach; nothing was stored. Try again with the same id.";
    private const string OutcomeUnknown = "The log's storage did not answer in time; whether the message was stored is unknown. Try again with the same id.";

    private AppendQueue? _queue;
    private bool _flushing;

    /// <summary>
    /// Appends messages in the order given; one receipt for each. Calls made while an append is under way wait and go out together in
    /// the next one. Receipts are given out after the owner was told. A message that was seen before gets the first one's receipt. A
    /// receipt's error is <see cref="RealtimeErrorCode.Unavailable"/> when the message was certainly not stored (store out of reach, or
    /// more waits than <see cref="LogOptions.MaxPendingMessages"/>), <see cref="RealtimeErrorCode.Timeout"/> when that is unknown: the
    /// sender tries again with the same message either way. Completes synchronously when the store does.
    /// </summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Unavailable"/>: the writer is fenced; the present owner answers a retry.</exception>
    public Task<IReadOnlyList<PublishReceipt>> AppendAsync(IReadOnlyList<Message> messages)
    {
        if (IsFenced)
        {
            return Task.FromException<IReadOnlyList<PublishReceipt>>(Moved());
        }

        _queue ??= new AppendQueue();
        var request = new AppendRequest(messages);
        if (messages.Count > 0)
        {
            if (!_queue.TryEnqueue(request, _shared.Options))
            {
                request.RefuseRest(RealtimeErrorCode.Unavailable, TooManyWait);
            }
            else if (!_flushing)
            {
                _ = FlushAsync(_queue);
            }
        }

        return request.Task;
    }

    /// <summary>The receipt of the message that this one repeats; none when it was not seen before. The log must be open.</summary>
    public PublishReceipt? FindRepeated(Message message)
    {
        if (_window is null)
        {
            return null;
        }

        _window.Expire(NextCreatedAtUnixMs());
        return _window.TryFind(message, out var seen) && seen.Seq <= _head.LastSeq
            ? new() { MessageId = seen.Id, Seq = seen.Seq, CreatedAtUnixMs = seen.CreatedAtUnixMs, Duplicate = true }
            : null;
    }

    private async Task FlushAsync(AppendQueue queue)
    {
        _flushing = true;
        try
        {
            while (queue.HasWaiting && !IsFenced)
            {
                if (_state != LogWriterState.Open && !await TryOpenAsync())
                {
                    AnswerWaiting(queue);
                    break;
                }

                _window ??= NewWindow();
                long now = NextCreatedAtUnixMs();
                _window.Expire(now);
                _live?.Expire(now);
                Message[] batch = queue.TakeBatch(_head, now, _window, _live, _shared.Options);
                if (batch.Length > 0)
                {
                    await FlushAsync(queue, batch);
                }
            }
        }
        catch (Exception exception)
        {
            // A fault of our own: what is in memory cannot be trusted any more, the log can.
            LogFlushFailed(_shared.Logger, exception, Log);
            Fence();
        }
        finally
        {
            _flushing = false;
        }
    }

    private async ValueTask FlushAsync(AppendQueue queue, Message[] batch)
    {
        DateTimeOffset begun = MessageTraces.Begin(_shared.Clock);
        try
        {
            LogHead head = await _shared.Store.AppendAsync(Log, _head.Position, batch, _retention);
            MessageTraces.Appended(Log, batch, begun, _shared.Clock);
            Accept(head, batch);
        }
        catch (LogConflictException conflict)
        {
            LogConflict(_shared.Logger, Log, conflict.Message);
            MessageTraces.Appended(Log, batch, begun, _shared.Clock, RealtimeErrorCode.Conflict);
            Fence();
        }
        catch (LogUnavailableException exception)
        {
            LogUnavailable(_shared.Logger, Log, exception.Message);
            MessageTraces.Appended(Log, batch, begun, _shared.Clock, RealtimeErrorCode.Unavailable);
            _window?.RemoveFrom(batch[0].Seq);
            AnswerUnstored(queue, batch);
            AnswerWaiting(queue);
        }
        catch (Exception exception)
        {
            LogOutcomeUnknown(_shared.Logger, exception, Log);
            MessageTraces.Appended(Log, batch, begun, _shared.Clock, RealtimeErrorCode.Timeout);
            _state = LogWriterState.Unsure;
            _unsure = batch;
            await TryOpenAsync();
            queue.AnswerFailed(RealtimeErrorCode.Timeout, OutcomeUnknown);
        }
    }

    /// <summary>The batch is in the log: remembers it, tells the owner, gives out the receipts.</summary>
    private void Accept(LogHead head, Message[] batch)
    {
        _head = Known(head);
        _lastCreatedAtUnixMs = batch[^1].CreatedAtUnixMs;
        _window?.Settle();
        _tail ??= new LogTail(_shared.Options.TailMessages, _shared.Options.TailBytes);
        EraseFrom(_tail, batch);
        _tail.Append(batch);
        try
        {
            _listener.OnAppended(batch);
        }
        catch (Exception exception)
        {
            // The entries are stored whatever the owner makes of them.
            LogListenerFailed(_shared.Logger, exception, Log);
        }

        _queue?.AnswerStored(batch);
    }

    private static void EraseFrom(LogTail tail, Message[] batch)
    {
        foreach (Message message in batch)
        {
            if (message is { Kind: MessageKind.Recall, Reference.Seq: var seq })
            {
                tail.Erase(seq);
            }
        }
    }

    private IdempotencyWindow NewWindow() =>
        new(_shared.Options.IdempotencyWindow, _shared.Options.IdempotencyMaxPerSender, _shared.Options.IdempotencyMaxTotal);
}
