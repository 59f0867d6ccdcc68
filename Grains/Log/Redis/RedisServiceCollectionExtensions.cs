using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Realtime.Grains.Log.Maps;
using Orleans.Realtime.ServiceDefaults.Cluster;
using Orleans.Realtime.ServiceDefaults.Configuration;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>Registration of Redis and of the logs there.</summary>
internal static class RedisServiceCollectionExtensions
{
    /// <summary>Whether the configuration names a Redis.</summary>
    public static bool NamesRedis(this IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration.RedisConnectionString());

    /// <summary>Adds the connection to Redis and keeps logs and their maps there, unless another <see cref="IMessageLog"/> is registered.</summary>
    public static IServiceCollection AddRedisMessageLog(this IServiceCollection services)
    {
        services.AddRedisConnection();
        services.TryAddSingleton<IMessageLog, RedisMessageLog>();
        services.TryAddSingleton<ILogMaps, RedisLogMaps>();
        return services;
    }

    /// <summary>Adds the connection to the Redis that the configuration names, once.</summary>
    public static IServiceCollection AddRedisConnection(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(RedisConnection)))
        {
            return services;
        }

        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddValidated<RedisOptions, RedisOptionsValidator>(RedisOptions.Section);
        services.AddOptions<RedisOptions>().PostConfigure<IConfiguration, IOptions<ClusterOptions>>(static (options, configuration, cluster) =>
        {
            options.ConnectionString = options.ConnectionString is { Length: > 0 } own ? own : configuration.RedisConnectionString() ?? string.Empty;
            options.KeyPrefix = options.KeyPrefix is { Length: > 0 } prefix ? prefix : cluster.Value.ServiceId;
        });
        services.AddInstruments<StorageMetrics>();
        services.TryAddSingleton<RedisConnection>();
        return services;
    }

    /// <summary>The connection string of the Redis that the configuration names, if any.</summary>
    public static string? RedisConnectionString(this IConfiguration configuration) =>
        configuration[RedisOptions.Section + ":" + nameof(RedisOptions.ConnectionString)] is { Length: > 0 } own
            ? own
            : configuration.GetConnectionString(ClusterIdentityOptions.RedisConnection);
}
