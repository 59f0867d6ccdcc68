using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>Registers the export of traces and metrics.</summary>
public static class OtlpServiceCollectionExtensions
{
    /// <summary>Adds the export, once however often it is called. Nothing is sent while no address is configured.</summary>
    public static IServiceCollection AddOtlpExport(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddValidated<OtlpOptions, OtlpOptionsValidator>(OtlpOptions.Section);
        services.AddValidated<MetricsOptions, MetricsOptionsValidator>(MetricsOptions.Section);
        services.AddOptions<OtlpOptions>().Configure<IConfiguration>(static (options, configuration) =>
        {
            if (string.IsNullOrEmpty(options.Endpoint))
            {
                options.Endpoint = configuration[OtlpOptions.EndpointVariable];
            }
        });
        services.AddHostedService<OtlpExport>();
        return services;
    }
}
