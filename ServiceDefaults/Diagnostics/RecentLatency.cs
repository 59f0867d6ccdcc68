namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>
/// The latencies of the last seconds, counted in the buckets of <see cref="LatencyScale"/>. Takes 5 KB whatever is counted. Any thread may record; what is recorded in the very
/// moment in which a slice of time is used anew may be lost.
/// </summary>
public sealed class RecentLatency(TimeProvider time)
{
    /// <summary>How far back it reaches at least; at most one slice of 3 s farther.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    // As many as the window has, and the one that is being filled.
    private const int Slices = 6;

    private readonly int[] _counts = new int[Slices * LatencyScale.Buckets];
    private readonly long _ticksOfSlice = (long)(Window / (Slices - 1) / TimeSpan.FromSeconds(1) * time.TimestampFrequency);
    private readonly Lock _gate = new();
    private long _slice = -1;

    /// <summary>Counts one.</summary>
    public void Record(TimeSpan latency)
    {
        var slice = Advance();
        Interlocked.Increment(ref _counts[((int)(slice % Slices) * LatencyScale.Buckets) + LatencyScale.BucketOf(latency)]);
    }

    /// <summary>The buckets that something was counted in, ascending, and how often.</summary>
    public (int[] Buckets, int[] Counts) Read()
    {
        Advance();
        List<int> buckets = [];
        List<int> counts = [];
        for (var bucket = 0; bucket < LatencyScale.Buckets; bucket++)
        {
            var count = 0;
            for (var slice = 0; slice < Slices; slice++)
            {
                count += Volatile.Read(ref _counts[(slice * LatencyScale.Buckets) + bucket]);
            }

            if (count > 0)
            {
                buckets.Add(bucket);
                counts.Add(count);
            }
        }

        return ([.. buckets], [.. counts]);
    }

    private long Advance()
    {
        var now = time.GetTimestamp() / _ticksOfSlice;
        if (now > Volatile.Read(ref _slice))
        {
            lock (_gate)
            {
                for (var slice = Math.Max(_slice + 1, now - Slices + 1); slice <= now; slice++)
                {
                    Array.Clear(_counts, (int)(slice % Slices) * LatencyScale.Buckets, LatencyScale.Buckets);
                }

                Volatile.Write(ref _slice, Math.Max(_slice, now));
            }
        }

        return now;
    }
}
