using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Lite.Hosting;

namespace Orleans.Lite.Redis;

/// <summary>The services of <c>UseRedisClustering</c>.</summary>
internal static class RedisClusteringServices
{
    public static void AddRedisClustering(this IServiceCollection services, Action<RedisClusteringOptions>? configuration)
    {
        if (configuration is not null)
        {
            services.Configure(configuration);
        }

        var isSilo = services.Any(service => service.ServiceType == typeof(Silo));
        services.UseTcp(provider =>
        {
            var options = provider.GetRequiredService<IOptions<RedisClusteringOptions>>().Value;
            if (options.ConfigurationOptions is null && options.CreateMultiplexer == RedisClusteringOptions.DefaultCreateMultiplexer)
            {
                throw new InvalidOperationException($"Invalid configuration: {nameof(RedisClusteringOptions)}.{nameof(options.ConfigurationOptions)} is required.");
            }

            var timing = isSilo
                ? RedisMembershipTiming.OfSilo(provider.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value)
                : RedisMembershipTiming.OfClient(provider.GetRequiredService<IOptions<GatewayOptions>>().Value);
            return new RedisMembership(
                options,
                provider.GetRequiredService<IOptions<ClusterOptions>>().Value,
                timing,
                TimeProvider.System,
                provider.GetRequiredService<ILoggerFactory>().CreateLogger("Orleans.Clustering.Redis"));
        });
    }
}
