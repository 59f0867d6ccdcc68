namespace Orleans.Realtime.Grains.Diagnostics;

/// <summary>What became of the batches sent to one gateway. Counted by many activations at once.</summary>
internal sealed class DispatchCount
{
    private long _successes;
    private long _failures;
    private long _lastAt;

    public long Successes => Interlocked.Read(ref _successes);

    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>When the last outcome came, by the monotonic clock.</summary>
    public long LastAt => Interlocked.Read(ref _lastAt);

    public void Succeeded(long at)
    {
        Interlocked.Increment(ref _successes);
        Interlocked.Exchange(ref _lastAt, at);
    }

    public void Failed(long at)
    {
        Interlocked.Increment(ref _failures);
        Interlocked.Exchange(ref _lastAt, at);
    }
}
