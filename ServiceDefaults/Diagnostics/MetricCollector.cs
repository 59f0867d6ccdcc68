using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>
/// Listens to the meters of this process and renders them for <c>GET /metrics</c>. Meters of another service container (a second
/// host in one test process) are left out.
/// </summary>
public sealed partial class MetricCollector : IHostedService, IDisposable
{
    /// <summary>With what the names of our own meters begin.</summary>
    internal static readonly string[] OwnPrefixes = ["Orleans.Realtime", "realtime"];

    /// <summary>The meters of others that are always collected.</summary>
    internal static readonly string[] BuiltIn = ["System.Runtime", "Microsoft.AspNetCore.Server.Kestrel", ProcessMetrics.MeterName];

    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly IMeterFactory _meters;
    private readonly ILogger<MetricCollector> _logger;
    private readonly SeriesBudget _budget;
    private readonly HashSet<string> _names;
    private readonly MeterListener _listener = new();
    private long _failedObservations;

    /// <summary>Collects nothing before it was started.</summary>
    public MetricCollector(IMeterFactory meters, IOptions<MetricsOptions> options, ILogger<MetricCollector> logger)
    {
        _meters = meters;
        _logger = logger;
        _budget = new SeriesBudget(options.Value.MaxSeries);
        _names = new HashSet<string>([.. BuiltIn, .. options.Value.AdditionalMeters], StringComparer.Ordinal);
        var own = meters.Create("Orleans.Realtime.Metrics");
        own.CreateObservableCounter("realtime.metrics.dropped_measurements", () => _budget.Dropped, "{measurement}", "Measurements dropped because Metrics:MaxSeries was reached.");
        own.CreateObservableCounter("realtime.metrics.failed_observations", () => Interlocked.Read(ref _failedObservations), "{scrape}", "Scrapes during which an observable instrument threw.");
        _listener.InstrumentPublished = OnPublished;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => ((MetricFamily)state!).Record((long)value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => ((MetricFamily)state!).Record((long)value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((MetricFamily)state!).Record((long)value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((MetricFamily)state!).Record((double)value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => ((MetricFamily)state!).Record((double)value, tags));
    }

    /// <summary>Asks the observable instruments and writes everything in the text format.</summary>
    public string Scrape()
    {
        lock (_gate)
        {
            foreach (var family in _families.Values)
            {
                family.BeginScrape();
            }

            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException exception)
            {
                Interlocked.Increment(ref _failedObservations);
                LogObservationFailed(_logger, exception);
            }

            foreach (var family in _families.Values)
            {
                family.EndScrape();
            }

            return PrometheusText.Write(_families.Values);
        }
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private static (MetricType Type, MetricMode Mode) KindOf(Instrument instrument)
    {
        var generic = instrument.GetType().GetGenericTypeDefinition();
        return generic == typeof(Counter<>) ? (MetricType.Counter, MetricMode.Add)
            : generic == typeof(UpDownCounter<>) ? (MetricType.Gauge, MetricMode.Add)
            : generic == typeof(Histogram<>) ? (MetricType.Histogram, MetricMode.Distribute)
            : generic == typeof(ObservableCounter<>) ? (MetricType.Counter, MetricMode.Observe)
            : instrument.IsObservable ? (MetricType.Gauge, MetricMode.Observe)
            : (MetricType.Gauge, MetricMode.Set);
    }

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        var meter = instrument.Meter;
        if ((meter.Scope is not null && !ReferenceEquals(meter.Scope, _meters)) || !IsCollected(meter.Name) || !instrument.GetType().IsGenericType)
        {
            return;
        }

        var (type, mode) = KindOf(instrument);
        var name = PrometheusName.Of(instrument.Name, instrument.Unit, type);
        lock (_gate)
        {
            if (!_families.TryGetValue(name, out var family))
            {
                var bounds = type == MetricType.Histogram ? HistogramBounds.Of(instrument) : null;
                family = new MetricFamily(name, instrument.Description ?? instrument.Name, type, mode, bounds, _budget);
                _families.Add(name, family);
            }
            else if (family.Type != type || family.Mode != mode)
            {
                LogNameTaken(_logger, instrument.Name, meter.Name, name);
                return;
            }

            listener.EnableMeasurementEvents(instrument, family);
        }
    }

    private bool IsCollected(string meter) =>
        Array.Exists(OwnPrefixes, prefix => meter.StartsWith(prefix, StringComparison.Ordinal)) || _names.Contains(meter);
}
