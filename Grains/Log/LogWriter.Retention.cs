using Microsoft.Extensions.Logging;
using Orleans.Realtime.Grains.Interfaces;

namespace Orleans.Realtime.Grains.Log;

/// <content>What the log keeps.</content>
internal sealed partial class LogWriter
{
    /// <summary>What the log keeps, from the next append, read or trim on.</summary>
    public LogRetention Retention
    {
        get => _retention;
        set => _retention = value;
    }

    /// <summary>Drops now what <see cref="Retention"/> does not keep.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Unavailable"/>: the store is out of reach, or the writer is fenced.</exception>
    public async Task TrimAsync()
    {
        await OpenAsync();
        try
        {
            LogHead head = await _shared.Store.TrimAsync(Log, _retention);
            if (head.Epoch == _head.Epoch)
            {
                _head = _head with { FirstSeq = Math.Max(_head.FirstSeq, Math.Min(head.FirstSeq, _head.LastSeq + 1)) };
            }
        }
        catch (Exception exception)
        {
            LogLevel level = LevelOf(exception);
            LogReadFailed(_shared.Logger, level, exception, Log);
            throw OutOfReach();
        }
    }

    /// <summary>Removes the log with all that is beside it. The writer is of no use afterwards.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Unavailable"/>: the store is out of reach.</exception>
    public async Task DeleteAsync()
    {
        try
        {
            await _shared.Store.DeleteAsync(Log);
        }
        catch (Exception exception)
        {
            LogLevel level = LevelOf(exception);
            LogReadFailed(_shared.Logger, level, exception, Log);
            throw OutOfReach();
        }
    }
}
