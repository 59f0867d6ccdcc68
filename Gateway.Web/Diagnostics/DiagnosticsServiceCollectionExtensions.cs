using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>Registers metrics and figures.</summary>
internal static class DiagnosticsServiceCollectionExtensions
{
    /// <summary>Adds what <c>/metrics</c>, <c>/stats</c> and <c>/ready</c> read.</summary>
    public static IServiceCollection AddGatewayDiagnostics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddOptions<MetricsOptions>().BindConfiguration(MetricsOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MetricsOptions>, MetricsOptionsValidator>());
        services.TryAddSingleton<ProcessMetrics>();
        services.TryAddSingleton<MetricCollector>();
        services.TryAddSingleton<ClusterProbe>();
        services.TryAddSingleton<IGatewayFigures, GatewayFigures>();
        services.AddHostedService(provider =>
        {
            // Nobody else asks for it: what it measures is read by the collector's listener.
            _ = provider.GetRequiredService<ProcessMetrics>();
            return provider.GetRequiredService<MetricCollector>();
        });
        return services;
    }
}
