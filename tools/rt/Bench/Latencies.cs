using System.Numerics;

namespace Orleans.Realtime.Cli.Bench;

/// <summary>
/// Times by how often they came: buckets that are an eighth of a power of two wide, so that a quantile is off by at most 6 %. Any thread may add; memory does not
/// grow with the number of times.
/// </summary>
internal sealed class Latencies
{
    private const int Parts = 8;
    private readonly long[] _counts = new long[64 * Parts];
    private long _longest;

    /// <summary>How many there are.</summary>
    public long Count => _counts.Sum();

    /// <summary>The longest of them.</summary>
    public TimeSpan Longest => TimeSpan.FromMicroseconds(_longest);

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan time)
    {
        var microseconds = Math.Max(0, (long)time.TotalMicroseconds);
        Interlocked.Increment(ref _counts[BucketOf(microseconds)]);
        for (var longest = Volatile.Read(ref _longest); microseconds > longest;)
        {
            var seen = Interlocked.CompareExchange(ref _longest, microseconds, longest);
            if (seen == longest)
            {
                break;
            }

            longest = seen;
        }
    }

    /// <summary>The time within which a share of them lies; zero where there are none.</summary>
    /// <param name="share">0 to 1.</param>
    public TimeSpan Quantile(double share)
    {
        var wanted = (long)Math.Ceiling(share * Count);
        for (var (bucket, seen) = (0, 0L); bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted && seen > 0)
            {
                return TimeSpan.FromMicroseconds(Math.Min(_longest, MiddleOf(bucket)));
            }
        }

        return TimeSpan.Zero;
    }

    private static int BucketOf(long microseconds)
    {
        if (microseconds < Parts)
        {
            return (int)microseconds;
        }

        // The power of two, and the three bits behind the first.
        var power = BitOperations.Log2((ulong)microseconds);
        return ((power - 2) * Parts) + (int)((microseconds >> (power - 3)) & (Parts - 1));
    }

    private static double MiddleOf(int bucket)
    {
        if (bucket < Parts)
        {
            return bucket;
        }

        var width = 1L << ((bucket / Parts) - 1);
        return ((Parts + (bucket % Parts)) * width) + (width / 2.0);
    }
}
