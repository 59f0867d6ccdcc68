using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <content>
/// Failing open: what certainly cannot be stored goes to those who listen now. It has no position, so that nothing of the log depends on it, and it is remembered as long as
/// an entry would be: sent again, before or after storage is back, it is neither delivered nor stored once more.
/// </content>
internal sealed partial class LogWriter
{
    private IdempotencyWindow? _live;

    /// <summary>
    /// Without a log that was opened once nobody can have attached; while the outcome of an append is unknown its own messages stay refused.
    /// </summary>
    private bool DeliversLive => _shared.DeliversLive && !IsFenced && _head.Exists && _listener.CanDeliverLive;

    /// <summary>The batch was certainly not stored.</summary>
    private void AnswerUnstored(AppendQueue queue, Message[] batch)
    {
        if (!DeliversLive)
        {
            queue.AnswerFailed(RealtimeErrorCode.Unavailable, NotStored);
            return;
        }

        _live ??= NewWindow();
        foreach (Message message in batch)
        {
            _live.Add(message);
        }

        Tell(Array.ConvertAll(batch, static message => message with { Seq = 0 }));
        queue.AnswerLive(batch);
    }

    /// <summary>Those that wait would only meet the same, one time-out after the other.</summary>
    private void AnswerWaiting(AppendQueue queue)
    {
        if (!DeliversLive)
        {
            queue.RefuseWaiting(RealtimeErrorCode.Unavailable, NotStored);
            return;
        }

        _live ??= NewWindow();
        long now = NextCreatedAtUnixMs();
        _live.Expire(now);
        Message[] live = queue.TakeLive(_head, now, _window, _live);
        if (live.Length > 0)
        {
            Tell(live);
        }
    }

    private void Tell(Message[] live)
    {
        _live!.Settle();
        _lastCreatedAtUnixMs = live[^1].CreatedAtUnixMs;
        try
        {
            _listener.OnLive(live);
        }
        catch (Exception exception)
        {
            LogListenerFailed(_shared.Logger, exception, Log);
        }
    }
}
