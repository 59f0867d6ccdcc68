using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Orleans.Realtime.Gateway.Web.Sockets;

internal sealed partial class WebSocketConnection
{
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _pending;
    private Action? _onWritten;
    private TaskCompletionSource? _idle;
    private bool _sending;

    // Wheel time at which the write in progress began; 0 when none is waiting.
    private long _writeStarted;

    /// <summary>
    /// Queues a frame. May be called by any thread; frames go out in the order of the calls. Nothing is sent before
    /// <see cref="Flush"/>: who has many sockets to serve enqueues to all first.
    /// </summary>
    /// <returns>False when the socket is closing, or is being cut off now because it is too slow: the frame is not sent.</returns>
    public bool TryEnqueue(OutboundFrame frame)
    {
        lock (_queue)
        {
            if (_phase != SocketPhase.Open)
            {
                return false;
            }

            if (!IsTooSlowFor(frame))
            {
                _queue.Enqueue(frame);
                return true;
            }

            CutOff();
        }

        Flush();
        return false;
    }

    /// <summary>Queues a frame and sends what waits.</summary>
    public bool Send(OutboundFrame frame)
    {
        var taken = TryEnqueue(frame);
        Flush();
        return taken;
    }

    /// <summary>Sends what waits, as far as the connection takes it at once; the rest follows by itself. Never blocks, never throws.</summary>
    public void Flush()
    {
        lock (_queue)
        {
            if (_sending || _queue.Count == 0)
            {
                return;
            }

            _sending = true;
        }

        Drain();
    }

    // The caller owns _sending. Ends with it given back, or handed to the continuation of a write.
    [SuppressMessage("Reliability", "CA2012:Use ValueTasks correctly", Justification = "Its awaiter is asked once: here when the write has ended at once, else in OnWritten.")]
    private void Drain()
    {
        try
        {
            while (TryTakeBatch(out var batch))
            {
                var write = _transport.WriteAsync(batch).ConfigureAwait(false).GetAwaiter();
                if (!write.IsCompleted)
                {
                    var now = _services.Wheel.Now;
                    Volatile.Write(ref _writeStarted, Math.Max(now, 1));
                    _services.Wheel.Schedule(this, now + (long)_services.Options.SlowConsumerGrace.TotalMilliseconds);
                    _pending = write;
                    write.UnsafeOnCompleted(_onWritten ??= OnWritten);
                    return;
                }

                write.GetResult();
                ReturnBuffer();
            }
        }
        catch (Exception exception)
        {
            SendFailed(exception);
        }
    }

    private void OnWritten()
    {
        Volatile.Write(ref _writeStarted, 0);
        try
        {
            _pending.GetResult();
            ReturnBuffer();
        }
        catch (Exception exception)
        {
            SendFailed(exception);
            return;
        }

        Drain();
    }

    private void SendFailed(Exception exception)
    {
        LogSendFailed(_services.Logger, exception);
        ReturnBuffer();
        Abort(exception);
        lock (_queue)
        {
            StopSending();
        }
    }

    // The lock is held.
    private void StopSending()
    {
        _sending = false;
        _rest = default;
        _idle?.TrySetResult();
    }

    // Completes when nothing is being written any more. What waits must have been flushed.
    private Task SendingEndedAsync()
    {
        lock (_queue)
        {
            if (!_sending)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }
}
