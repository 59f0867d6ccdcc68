using Orleans.Clustering.Redis;
using Orleans.Hosting;
using Orleans.Lite.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Clusters of several processes.</summary>
public static class RedisClusteringISiloBuilderExtensions
{
    /// <summary>Keeps the membership in Redis.</summary>
    public static ISiloBuilder UseRedisClustering(this ISiloBuilder builder, Action<RedisClusteringOptions> configuration) =>
        builder.ConfigureServices(services => services.AddRedisClustering(configuration));

    /// <summary>Keeps the membership in Redis.</summary>
    public static ISiloBuilder UseRedisClustering(this ISiloBuilder builder, string redisConnectionString) =>
        builder.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redisConnectionString));
}
