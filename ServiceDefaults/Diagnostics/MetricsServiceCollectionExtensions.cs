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
        services.TryAddSingleton<ProcessMetrics>();
        services.TryAddSingleton<MetricCollector>();
        services.AddHostedService(provider =>
        {
            // Nobody else asks for it: what it measures is read by the collector's listener.
            _ = provider.GetRequiredService<ProcessMetrics>();
            return provider.GetRequiredService<MetricCollector>();
        });
        return services;
    }
}
