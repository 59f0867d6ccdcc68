using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>Adds up what several processes counted, and reads quantiles from the sum.</summary>
internal static class LatencyQuantiles
{
    /// <summary>The quantiles of all reports together. What a report of another version counts beyond the known buckets falls into the last.</summary>
    public static LatencyFigures Of(params IEnumerable<LatencyReport?> reports)
    {
        var counts = new long[LatencyScale.Buckets];
        long total = 0;
        foreach (var report in reports)
        {
            for (var i = 0; i < Math.Min(report?.Buckets.Length ?? 0, report?.Counts.Length ?? 0); i++)
            {
                counts[Math.Clamp(report!.Buckets[i], 0, LatencyScale.Buckets - 1)] += report.Counts[i];
                total += report.Counts[i];
            }
        }

        return new(total, At(counts, total, 0.5), At(counts, total, 0.9), At(counts, total, 0.99));
    }

    private static double? At(long[] counts, long total, double quantile)
    {
        // The first bucket up to which so many are.
        var rank = Math.Max(1, (long)Math.Ceiling(total * quantile));
        long seen = 0;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            seen += counts[bucket];
            if (seen >= rank)
            {
                return Math.Round(LatencyScale.MillisecondsOf(bucket), 4);
            }
        }

        return null;
    }
}
