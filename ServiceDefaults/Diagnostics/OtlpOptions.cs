namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>Where traces and metrics are sent to by OTLP. Section <c>Otlp</c>.</summary>
public sealed class OtlpOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Otlp";

    /// <summary>The standard variable that stands in for <see cref="Endpoint"/>.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// The collector, an absolute http or https address, for example <c>http://localhost:4317</c>. None by default: then
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> counts, and without that nothing is recorded or sent.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>How the collector is spoken to. None by default: what <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> says, else gRPC.</summary>
    public OtlpProtocol? Protocol { get; set; }

    /// <summary>Which part of the traces that begin here is recorded; where a sender decided already, its decision counts. A share, 0 to 1; 1 by default.</summary>
    public double TraceRatio { get; set; } = 1;

    /// <summary>Whether metrics are sent beside traces. True by default; <c>/metrics</c> does not depend on it.</summary>
    public bool Metrics { get; set; } = true;
}
