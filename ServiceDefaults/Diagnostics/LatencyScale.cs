using System.Numerics;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>
/// The buckets that latencies are counted in, the same in every process and version, so that counts of several processes can be added up: whole microseconds up to 8, then
/// eight buckets for each doubling. What is read from them is wrong by at most 6.25 %.
/// </summary>
public static class LatencyScale
{
    /// <summary>How many buckets there are. The last one holds everything from 126 s on.</summary>
    public const int Buckets = 200;

    private const int Steps = 8;
    private const int StepBits = 3;

    /// <summary>The bucket of a latency; of a negative one, which a clock that was set makes, the first.</summary>
    public static int BucketOf(TimeSpan latency)
    {
        var microseconds = (ulong)Math.Max(0, latency.Ticks / TimeSpan.TicksPerMicrosecond);
        if (microseconds < Steps)
        {
            return (int)microseconds;
        }

        var shift = BitOperations.Log2(microseconds) - StepBits;
        return Math.Min((shift * Steps) + (int)(microseconds >> shift), Buckets - 1);
    }

    /// <summary>What a bucket stands for: the middle of it, in milliseconds.</summary>
    public static double MillisecondsOf(int bucket)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bucket, Buckets);
        if (bucket < Steps)
        {
            return (bucket + 0.5) / 1_000;
        }

        var shift = (bucket / Steps) - 1;
        return ((bucket % Steps) + Steps + 0.5) * (1L << shift) / 1_000;
    }
}
