using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>
/// One multiplexer, and what is under way on it. The multiplexer connects again by itself; a link whose other end is silent for too long
/// is replaced as a whole by <see cref="RedisConnection"/>.
/// </summary>
internal sealed class RedisLink(ConnectionMultiplexer multiplexer, TimeProvider clock)
{
    private int _pending;
    private long _progress;

    public ConnectionMultiplexer Multiplexer => multiplexer;

    public IDatabase Database { get; } = multiplexer.GetDatabase();

    /// <summary>Commands without an answer.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>How long nothing was answered although something was asked; zero when nothing is under way.</summary>
    public TimeSpan Silence => Pending == 0 ? TimeSpan.Zero : clock.GetElapsedTime(Volatile.Read(ref _progress));

    public void Begin()
    {
        if (Interlocked.Increment(ref _pending) == 1)
        {
            Volatile.Write(ref _progress, clock.GetTimestamp());
        }
    }

    /// <summary>A command has its answer, or certainly gets none.</summary>
    public void End()
    {
        Volatile.Write(ref _progress, clock.GetTimestamp());
        Interlocked.Decrement(ref _pending);
    }

    /// <summary>Ends a command nobody waits for any more, whenever that is; its failure is nobody's.</summary>
    public void EndLater(Task command) => _ = command.ContinueWith(
        static (done, link) =>
        {
            _ = done.Exception;
            ((RedisLink)link!).End();
        },
        this,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
