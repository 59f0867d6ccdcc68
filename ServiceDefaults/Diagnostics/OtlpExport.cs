using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>Sends the traces and metrics of this process to a collector. Without an address nothing is listened to, and nothing is started.</summary>
internal sealed class OtlpExport(IOptions<OtlpOptions> options, IOptions<MetricsOptions> metrics, IConfiguration configuration, IHostEnvironment host)
    : IHostedService, IDisposable
{
    private const string ServiceNameVariable = "OTEL_SERVICE_NAME";

    // The servers' own spans, which the header traceparent of a request continues.
    private const string AspNetCore = "Microsoft.AspNetCore";

    private static readonly TimeSpan LastFlush = TimeSpan.FromSeconds(2);

    private readonly OtlpOptions _options = options.Value;
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(_options.Endpoint))
        {
            return Task.CompletedTask;
        }

        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Name)
            .AddSource(RealtimeTraces.SourceName, AspNetCore)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(_options.TraceRatio)))
            .AddOtlpExporter(exporter => Aim(exporter, "v1/traces"))
            .Build();
        if (_options.Metrics)
        {
            _metrics = Sdk.CreateMeterProviderBuilder()
                .ConfigureResource(Name)
                .AddMeter([.. MetricCollector.BuiltIn, .. MetricCollector.OwnPrefixes.Select(prefix => prefix + "*"), .. metrics.Value.AdditionalMeters])
                .AddOtlpExporter(exporter => Aim(exporter, "v1/metrics"))
                .Build();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => _traces is null
        ? Task.CompletedTask
        : Task.Run(
            () =>
            {
                // A collector that does not answer does not hold the process up.
                _traces.Shutdown((int)LastFlush.TotalMilliseconds);
                _metrics?.Shutdown((int)LastFlush.TotalMilliseconds);
            },
            CancellationToken.None);

    /// <inheritdoc />
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private void Name(ResourceBuilder resource)
    {
        if (string.IsNullOrEmpty(configuration[ServiceNameVariable]))
        {
            resource.AddService(host.ApplicationName);
        }
    }

    private void Aim(OtlpExporterOptions exporter, string path)
    {
        if (_options.Protocol is { } protocol)
        {
            exporter.Protocol = protocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        }

        var endpoint = _options.Endpoint!.TrimEnd('/') + "/";
        exporter.Endpoint = new Uri(exporter.Protocol == OtlpExportProtocol.HttpProtobuf ? endpoint + path : endpoint);
    }
}
