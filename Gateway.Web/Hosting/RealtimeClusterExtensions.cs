using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using StackExchange.Redis;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>How a gateway that is a process of its own finds the silos.</summary>
public static class RealtimeClusterExtensions
{
    /// <summary>Becomes a client of the cluster that the section <c>Cluster</c> names, by way of Redis.</summary>
    /// <exception cref="OptionsValidationException">The configuration names no Redis.</exception>
    public static IClientBuilder UseRealtimeCluster(this IClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var connection = builder.Configuration.GetConnectionString(ClusterOptions.RedisConnection);
        if (string.IsNullOrWhiteSpace(connection))
        {
            throw new OptionsValidationException(
                ClusterOptions.Section, typeof(ClusterOptions), ["ConnectionStrings:Redis is empty: silos and gateways find each other there."]);
        }

        var settings = builder.Configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new ClusterOptions();
        return builder
            .Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.ClusterId, settings.ServiceId))
            .Configure<Orleans.Configuration.GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1))
            .UseRedisClustering(options =>
            {
                options.ConfigurationOptions = ConfigurationOptions.Parse(connection);
                options.ConfigurationOptions.AbortOnConnectFail = false;
            });
    }
}
