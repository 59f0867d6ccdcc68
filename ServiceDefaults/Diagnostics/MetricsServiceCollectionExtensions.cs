using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>Registers what collects metrics.</summary>
public static class MetricsServiceCollectionExtensions
{
    /// <summary>Adds <see cref="MetricCollector"/>, which renders all metrics of this process, and the figures of the process itself.</summary>
    public static IServiceCollection AddMetricCollector(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMetrics();
        services.AddValidated<MetricsOptions, MetricsOptionsValidator>(MetricsOptions.Section);
        services.TryAddSingleton<MetricCollector>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricCollector>());
        return services.AddInstruments<ProcessMetrics>();
    }

    /// <summary>
    /// Adds a type that creates instruments, as a singleton that is made when the process starts: a gauge has its zero before anything happens,
    /// and nobody need wait for the first of something to see that there is none.
    /// </summary>
    public static IServiceCollection AddInstruments<TInstruments>(this IServiceCollection services)
        where TInstruments : class
    {
        services.TryAddSingleton<TInstruments>();
        return services.AddHostedService<InstrumentsStart<TInstruments>>();
    }
}
