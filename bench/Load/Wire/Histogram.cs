using System.Numerics;

namespace Orleans.Realtime.Load.Wire;

/// <summary>Counts times without keeping them: exact below 512 µs, within 0.4 % above.</summary>
internal sealed class Histogram
{
    private const int ExactBits = 9;
    private const int SubBuckets = 1 << (ExactBits - 1);
    private const int MaxExponent = 32;

    private readonly long[] _counts = new long[(MaxExponent + 2) * SubBuckets];

    public long Count { get; private set; }

    public long Max { get; private set; }

    /// <summary>Counts one time in microseconds; a negative one, which only a clock's rounding makes, is none.</summary>
    public void Add(long microseconds)
    {
        microseconds = Math.Max(0, microseconds);
        _counts[Math.Min(Bucket(microseconds), _counts.Length - 1)]++;
        Count++;
        Max = Math.Max(Max, microseconds);
    }

    /// <summary>The time that this share of all stays at or below; 0 if none was counted.</summary>
    public long Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        for (var (i, seen) = (0, 0L); i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank && seen > 0)
            {
                return Math.Min(Highest(i), Max);
            }
        }

        return 0;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        (Count, Max) = (0, 0);
    }

    private static int Bucket(long value)
    {
        var exponent = Math.Max(0, BitOperations.Log2((ulong)value) - (ExactBits - 1));
        return (exponent * SubBuckets) + (int)(value >> exponent);
    }

    /// <summary>The largest value of a bucket.</summary>
    private static long Highest(int bucket)
    {
        var exponent = Math.Max(0, (bucket / SubBuckets) - 1);
        return ((bucket - (exponent * SubBuckets) + 1L) << exponent) - 1;
    }
}
