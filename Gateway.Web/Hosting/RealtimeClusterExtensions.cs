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
    /// <exception cref="OptionsValidationException">The configuration names no Redis, or has a value of the section <c>Cluster</c> that is out of its range.</exception>
    public static IClientBuilder UseRealtimeCluster(this IClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var connection = builder.Configuration.GetConnectionString(ClusterIdentityOptions.RedisConnection);
        if (string.IsNullOrWhiteSpace(connection))
        {
            throw ClusterIdentityOptions.NoRedis();
        }

        var names = builder.Configuration.GetValidated<ClusterIdentityOptions, ClusterIdentityOptionsValidator>(ClusterIdentityOptions.Section);
        var failures = builder.Configuration.GetValidated<FailureDetectionOptions, FailureDetectionOptionsValidator>(FailureDetectionOptions.Section);
        return builder
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (names.ClusterId, names.ServiceId))
            .Configure<Orleans.Configuration.GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = failures.FailureDetection / 2)
            .UseConnectionRetryFilter<ClusterConnectionRetry>()
            .UseRedisClustering(options =>
            {
                options.ConfigurationOptions = ConfigurationOptions.Parse(connection);
                options.ConfigurationOptions.AbortOnConnectFail = false;
            });
    }
}
