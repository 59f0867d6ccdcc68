namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>What <c>GET /metrics</c> collects. Section <c>Metrics</c>.</summary>
public sealed class MetricsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Metrics";

    /// <summary>
    /// Most time series kept over all instruments, 100 to 100,000; 5,000 by default. A measurement that would need one more is
    /// dropped and counted in <c>realtime_metrics_dropped_measurements_total</c>.
    /// </summary>
    public int MaxSeries { get; set; } = 5_000;

    /// <summary>
    /// Further meters to collect beside our own, the runtime's, the process's and Kestrel's: names, for example
    /// <c>Microsoft.AspNetCore.Hosting</c> or <c>Microsoft.Orleans</c>. Empty by default, at most 50.
    /// </summary>
    public IList<string> AdditionalMeters { get; } = [];
}
