using Orleans.Clustering.Redis;
using Orleans.Hosting;
using Orleans.Lite.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Clients of clusters of several processes.</summary>
public static class RedisClusteringIClientBuilderExtensions
{
    /// <summary>Finds the silos in Redis.</summary>
    public static IClientBuilder UseRedisClustering(this IClientBuilder builder, Action<RedisClusteringOptions> configuration) =>
        builder.ConfigureServices(services => services.AddRedisClustering(configuration));

    /// <summary>Finds the silos in Redis.</summary>
    public static IClientBuilder UseRedisClustering(this IClientBuilder builder, string redisConnectionString) =>
        builder.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redisConnectionString));
}
