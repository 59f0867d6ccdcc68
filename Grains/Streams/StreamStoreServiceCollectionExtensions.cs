using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Redis;
using Orleans.Realtime.Grains.Streams.Memory;
using Orleans.Realtime.Grains.Streams.Redis;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Streams;

/// <summary>Registration of the store of streams.</summary>
internal static class StreamStoreServiceCollectionExtensions
{
    /// <summary>
    /// Keeps streams in Redis when the configuration names one, else in memory, unless another <see cref="IStreamStore"/> is registered: such an instance is
    /// shared by the silos that get it.
    /// </summary>
    public static IServiceCollection AddStreamStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddValidated<LogOptions, LogOptionsValidator>(LogOptions.Section);
        services.AddValidated<StreamOptions, StreamOptionsValidator>(StreamOptions.Section);
        if (configuration.NamesRedis())
        {
            services.AddRedisConnection();
            services.AddValidated<DurabilityOptions, DurabilityOptionsValidator>(DurabilityOptions.Section);
            services.TryAddSingleton<RedisStreamWatcher>();
            services.TryAddSingleton<IStreamStore, RedisStreamStore>();
        }

        services.TryAddSingleton<IStreamStore, InMemoryStreamStore>();
        return services;
    }
}
