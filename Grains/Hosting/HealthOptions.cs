namespace Orleans.Realtime.Grains.Hosting;

/// <summary>Where a silo says how it is. Section <c>Health</c>; a silo alone reads it, a gateway answers on its own listeners.</summary>
public sealed class HealthOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Health";

    /// <summary>Answers 200 as long as the process lives.</summary>
    public const string HealthPath = "/health";

    /// <summary>Answers 200 while the silo is an active member of the cluster, 503 before, and from the signal to stop on.</summary>
    public const string ReadyPath = "/ready";

    /// <summary>All metrics of the silo in the Prometheus text format.</summary>
    public const string MetricsPath = "/metrics";

    /// <summary>
    /// Addresses of the listener for <c>/health</c>, <c>/ready</c> and <c>/metrics</c>, for example <c>http://*:8081</c>; several are separated by semicolons. Only
    /// <c>http</c>, without a path. Default empty: none.
    /// </summary>
    public string Urls { get; set; } = string.Empty;

    /// <summary>The addresses, one by one.</summary>
    public IReadOnlyList<string> Addresses => (Urls ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
