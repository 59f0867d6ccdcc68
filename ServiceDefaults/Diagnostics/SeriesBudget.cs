namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>The bound on the number of time series of the process, and the count of what did not fit.</summary>
internal sealed class SeriesBudget(int limit)
{
    private int _taken;
    private long _dropped;

    /// <summary>Measurements that were dropped because a series of their own would have been one too many.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes room for one series; false when there is none left.</summary>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _taken);
        return false;
    }

    /// <summary>Gives the room of series back that are gone.</summary>
    public void Return(int series) => Interlocked.Add(ref _taken, -series);

    /// <summary>Counts a measurement that found no room.</summary>
    public void CountDropped() => Interlocked.Increment(ref _dropped);
}
