using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Realtime.ServiceDefaults.Cluster;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>How the gateway, as a client of the cluster, calls grains.</summary>
internal static class CallServiceCollectionExtensions
{
    /// <summary>Adds the time-out of calls. Where silo and gateway share a process, the silo's holds.</summary>
    public static IServiceCollection AddClusterCalls(this IServiceCollection services)
    {
        services.AddValidated<CallOptions, CallOptionsValidator>(CallOptions.Section);
        services.AddOptions<ClientMessagingOptions>().Configure<IOptions<CallOptions>>(
            static (messaging, calls) => messaging.ResponseTimeout = calls.Value.ResponseTimeout);
        return services;
    }
}
