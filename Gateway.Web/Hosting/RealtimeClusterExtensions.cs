using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Realtime.ServiceDefaults.Cluster;
using Orleans.Realtime.ServiceDefaults.Configuration;
using StackExchange.Redis;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>How a gateway that is a process of its own finds the silos.</summary>
public static class RealtimeClusterExtensions
{
    /// <summary>Becomes a client of the cluster that the section <c>Cluster</c> names, by way of Redis. Until both can be reached the start waits.</summary>
    /// <exception cref="OptionsValidationException">The configuration names no Redis, or has a name in the section <c>Cluster</c> that is none.</exception>
    public static IClientBuilder UseRealtimeCluster(this IClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var connection = builder.Configuration.GetConnectionString(ClusterIdentityOptions.RedisConnection);
        if (string.IsNullOrWhiteSpace(connection))
        {
            throw ClusterIdentityOptions.NoRedis();
        }

        var names = builder.Configuration.GetValidated<ClusterIdentityOptions, ClusterIdentityOptionsValidator>(ClusterIdentityOptions.Section);
        return builder
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (names.ClusterId, names.ServiceId))
            .Configure<Orleans.Configuration.GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1))
            .UseConnectionRetryFilter<ClusterConnectionRetry>()
            .UseRedisClustering(options =>
            {
                options.ConfigurationOptions = ConfigurationOptions.Parse(connection);
                options.ConfigurationOptions.AbortOnConnectFail = false;
            });
    }
}
