namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>
/// Acknowledges for one consumer: one call at a time, and what comes meanwhile goes together in the next. Repeats through everything that passes. Holds what was taken and
/// not acknowledged, which is bounded there. Safe for concurrent use.
/// </summary>
internal sealed class Acknowledger(IStreamGrain stream, string group, TimeProvider time, ConsumerLedger ledger, CancellationToken cancellationToken)
{
    private const int MaxIds = 1_000;

    private readonly Lock _gate = new();
    private List<StreamId> _waiting = [];
    private TaskCompletionSource? _next;
    private TaskCompletionSource? _underWay;
    private bool _running;

    /// <summary>Acknowledges entries.</summary>
    /// <exception cref="OperationCanceledException">It has come to an end before: they are pending still, or not.</exception>
    /// <exception cref="RealtimeException">The stream refuses.</exception>
    public Task AcknowledgeAsync(IReadOnlyCollection<StreamId> ids)
    {
        lock (_gate)
        {
            _waiting.AddRange(ids);
            var done = _next ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_running)
            {
                _running = true;
                _ = RunAsync();
            }

            return done.Task;
        }
    }

    /// <summary>Waits for everything handed in so far.</summary>
    /// <inheritdoc cref="AcknowledgeAsync" path="exception"/>
    public Task FlushAsync()
    {
        Task underWay;
        Task next;
        lock (_gate)
        {
            (underWay, next) = (_underWay?.Task ?? Task.CompletedTask, _next?.Task ?? Task.CompletedTask);
        }

        return Task.WhenAll(underWay, next);
    }

    private async Task RunAsync()
    {
        while (TryTake(out var ids, out var done))
        {
            try
            {
                foreach (var part in ids.Chunk(MaxIds))
                {
                    await GrainRetry.RunAsync(
                        time, TimeSpan.MaxValue, (stream, group, part), static call => call.stream.AcknowledgeAsync(call.group, call.part), cancellationToken);
                    Array.ForEach(part, ledger.Settle);
                }

                done.TrySetResult();
            }
            catch (Exception fault)
            {
                // They are pending, or not; in either case nobody works on them here any more.
                ids.ForEach(ledger.GiveUp);
                done.TrySetException(fault);
                _ = done.Task.Exception;
            }
        }
    }

    private bool TryTake(out List<StreamId> ids, out TaskCompletionSource done)
    {
        lock (_gate)
        {
            (ids, done) = (_waiting, _next!);
            (_waiting, _underWay, _next) = ([], _next, null);
            _running = ids.Count > 0;
            return _running;
        }
    }
}
