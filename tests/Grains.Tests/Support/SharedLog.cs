using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Tests.Support;

/// <summary>A log that a silo uses and does not dispose of; it answers later, not at once, as one behind a network does.</summary>
internal sealed class SharedLog(IMessageLog log) : IMessageLog
{
    public async ValueTask<LogHead> OpenAsync(LogId id, LogRetention retention, LogPosition known = default, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await log.OpenAsync(id, retention, known, cancellationToken);
    }

    public async ValueTask<LogHead> AppendAsync(LogId id, LogPosition expected, IReadOnlyList<Message> batch, LogRetention retention, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await log.AppendAsync(id, expected, batch, retention, cancellationToken);
    }

    public async ValueTask<LogSlice> ReadAsync(LogId id, LogRead read, LogRetention retention, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await log.ReadAsync(id, read, retention, cancellationToken);
    }

    public ValueTask<LogHead> CommitCursorAsync(LogId id, string epoch, long seq, CancellationToken cancellationToken = default) =>
        log.CommitCursorAsync(id, epoch, seq, cancellationToken);

    public ValueTask<LogHead> TrimAsync(LogId id, LogRetention retention, CancellationToken cancellationToken = default) =>
        log.TrimAsync(id, retention, cancellationToken);
}
