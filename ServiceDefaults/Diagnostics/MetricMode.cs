namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>How a measurement changes its series.</summary>
internal enum MetricMode
{
    /// <summary>Added to what is there: counters and up-down counters.</summary>
    Add,

    /// <summary>Replaces what is there: gauges.</summary>
    Set,

    /// <summary>Replaces what is there, and is gone when the next scrape does not see it again: observable instruments.</summary>
    Observe,

    /// <summary>Counted in a bucket: histograms.</summary>
    Distribute,
}
