namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>
/// Makes appends wait for replicas. One <c>WAIT</c> at a time, which holds up its connection: those that come meanwhile share the next one.
/// </summary>
internal sealed class ReplicaBarrier(RedisConnection connection, int replicas, TimeSpan timeout)
{
    private readonly Lock _gate = new();
    private Task? _running;
    private Task? _next;

    /// <summary>Completes when enough replicas have all that was written before the call.</summary>
    /// <param name="losses">What <see cref="RedisConnection.Losses"/> was before the write: another connection's wait says nothing about it.</param>
    /// <exception cref="TimeoutException">They do not have it in time, or that cannot be known.</exception>
    public async Task WaitAsync(int losses)
    {
        if (replicas == 0)
        {
            return;
        }

        await Join().ConfigureAwait(false);
        if (connection.Losses != losses)
        {
            throw new TimeoutException("The connection to Redis was lost: whether the replicas have the append is not known.");
        }
    }

    private Task Join()
    {
        lock (_gate)
        {
            if (_running is not { IsCompleted: false } running)
            {
                _next = null;
                return _running = WaitOnceAsync();
            }

            return _next ??= AfterAsync(running);
        }
    }

    private async Task AfterAsync(Task running)
    {
        await running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        Task own;
        lock (_gate)
        {
            _next = null;
            own = _running = WaitOnceAsync();
        }

        await own.ConfigureAwait(false);
    }

    private async Task WaitOnceAsync()
    {
        var have = await connection.WaitForReplicasAsync(replicas, timeout, CancellationToken.None).ConfigureAwait(false);
        if (have < replicas)
        {
            throw new TimeoutException($"{have} of {replicas} replicas have the append after {timeout.TotalSeconds:0.###} s.");
        }
    }
}
