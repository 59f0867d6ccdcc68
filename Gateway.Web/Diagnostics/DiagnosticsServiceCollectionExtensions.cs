using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>Registers metrics and figures.</summary>
internal static class DiagnosticsServiceCollectionExtensions
{
    /// <summary>Adds what <c>/metrics</c>, <c>/stats</c> and <c>/ready</c> read.</summary>
    public static IServiceCollection AddGatewayDiagnostics(this IServiceCollection services)
    {
        services.AddMetricCollector();
        services.AddOtlpExport();
        services.TryAddSingleton<ClusterProbe>();
        services.TryAddSingleton<ClusterReports>();
        services.TryAddSingleton<IGatewayFigures, GatewayFigures>();
        services.TryAddSingleton<IClusterFigures, ClusterFigures>();
        return services;
    }
}
