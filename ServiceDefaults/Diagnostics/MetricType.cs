namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>The types of the Prometheus text format that we write.</summary>
internal enum MetricType
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts by bucket, with sum and count.</summary>
    Histogram,
}
