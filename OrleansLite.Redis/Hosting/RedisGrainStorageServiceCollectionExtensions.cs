using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Lite.Redis;
using Orleans.Persistence;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Grain state in Redis.</summary>
public static class RedisGrainStorageServiceCollectionExtensions
{
    /// <summary>Keeps state in Redis, as a named store.</summary>
    public static IServiceCollection AddRedisGrainStorage(this IServiceCollection services, string name, Action<RedisStorageOptions> configureOptions) =>
        services.AddRedisGrainStorage(name, builder => builder.Configure(configureOptions));

    /// <summary>Keeps state in Redis, as a named store.</summary>
    public static IServiceCollection AddRedisGrainStorage(this IServiceCollection services, string name, Action<OptionsBuilder<RedisStorageOptions>>? configureOptions = null)
    {
        configureOptions?.Invoke(services.AddOptions<RedisStorageOptions>(name));
        return services.AddKeyedSingleton<IGrainStorage>(name, (provider, key) => new RedisGrainStorage(
            provider.GetRequiredService<IOptionsMonitor<RedisStorageOptions>>().Get((string)key!),
            provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId));
    }
}
