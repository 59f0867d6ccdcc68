using Microsoft.Extensions.Logging;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <content>The acknowledged position.</content>
internal sealed partial class LogWriter
{
    private long _ackStored;
    private Task? _acknowledging;

    /// <summary>
    /// Moves the acknowledged position forward; it counts at once, and is kept beside the log when the task completes. Calls
    /// made while a write is under way share the next one. A position of another epoch, or behind the present one, does nothing.
    /// </summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.BadRequest"/>: the position is negative or beyond the log's last;
    /// <see cref="RealtimeErrorCode.Unavailable"/>: the store is out of reach (the next call writes it), or the writer is fenced.</exception>
    public async Task AcknowledgeAsync(LogPosition position)
    {
        await OpenAsync();
        if (position.Epoch is { } epoch && epoch != _head.Epoch)
        {
            return;
        }

        if (position.Seq < 0 || position.Seq > _head.LastSeq)
        {
            throw new RealtimeException(
                RealtimeErrorCode.BadRequest,
                $"The position {position.Seq} is outside the log, which ends at {_head.LastSeq}.");
        }

        if (position.Seq > _head.AckedSeq)
        {
            _head = _head with { AckedSeq = position.Seq };
        }

        if (_ackStored < _head.AckedSeq)
        {
            await (_acknowledging ?? StartAcknowledging());
        }
    }

    private Task StartAcknowledging()
    {
        Task acknowledging = StoreAcknowledgedAsync();
        _acknowledging = acknowledging.IsCompleted ? null : acknowledging;
        return acknowledging;
    }

    private async Task StoreAcknowledgedAsync()
    {
        try
        {
            while (_ackStored < _head.AckedSeq)
            {
                long seq = _head.AckedSeq;
                await _shared.Store.CommitCursorAsync(Log, _head.Epoch, seq);
                _ackStored = seq;
            }
        }
        catch (Exception exception)
        {
            LogLevel level = LevelOf(exception);
            LogAcknowledgeFailed(_shared.Logger, level, exception, Log);
            throw OutOfReach();
        }
        finally
        {
            _acknowledging = null;
        }
    }
}
