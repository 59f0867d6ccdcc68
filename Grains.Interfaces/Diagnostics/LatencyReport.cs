namespace Orleans.Realtime.Grains.Interfaces.Diagnostics;

/// <summary>Latencies of the last seconds, counted: those of several processes can be added up, which quantiles cannot.</summary>
/// <param name="Buckets">The buckets that are not empty, ascending. What they stand for is the same in every version.</param>
/// <param name="Counts">How many latencies each of them holds.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.latency-report")]
public sealed record LatencyReport([property: Id(0)] int[] Buckets, [property: Id(1)] int[] Counts)
{
    /// <summary>Nothing was counted.</summary>
    public static readonly LatencyReport None = new([], []);
}
