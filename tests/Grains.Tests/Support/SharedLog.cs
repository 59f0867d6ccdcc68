using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Tests.Support;

/// <summary>A log that a silo uses and does not dispose of; it answers later, not at once, as one behind a network does, and not at all while it is out of reach.</summary>
internal sealed class SharedLog(IMessageLog log, Func<bool> isDown) : IMessageLog
{
    public async ValueTask<LogHead> OpenAsync(LogId id, LogRetention retention, LogPosition known = default, CancellationToken cancellationToken = default)
    {
        await ReachAsync();
        return await log.OpenAsync(id, retention, known, cancellationToken);
    }

    public async ValueTask<LogHead> AppendAsync(LogId id, LogPosition expected, IReadOnlyList<Message> batch, LogRetention retention, CancellationToken cancellationToken = default)
    {
        await ReachAsync();
        return await log.AppendAsync(id, expected, batch, retention, cancellationToken);
    }

    public async ValueTask<LogSlice> ReadAsync(LogId id, LogRead read, LogRetention retention, CancellationToken cancellationToken = default)
    {
        await ReachAsync();
        return await log.ReadAsync(id, read, retention, cancellationToken);
    }

    public async ValueTask<LogHead> CommitCursorAsync(LogId id, string epoch, long seq, CancellationToken cancellationToken = default)
    {
        await ReachAsync();
        return await log.CommitCursorAsync(id, epoch, seq, cancellationToken);
    }

    public async ValueTask<LogHead> TrimAsync(LogId id, LogRetention retention, CancellationToken cancellationToken = default)
    {
        await ReachAsync();
        return await log.TrimAsync(id, retention, cancellationToken);
    }

    private async Task ReachAsync()
    {
        await Task.Yield();
        if (isDown())
        {
            throw new LogUnavailableException("down");
        }
    }

    public async ValueTask DeleteAsync(LogId id, CancellationToken cancellationToken = default)
    {
        await ReachAsync();
        await log.DeleteAsync(id, cancellationToken);
    }
}
