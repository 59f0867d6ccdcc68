using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Persistence;
using Orleans.Storage;

namespace Orleans.Realtime.Grains.Hosting;

/// <summary>Grain state in Redis whose faults callers understand.</summary>
internal static class RedisStorageExtensions
{
    /// <summary>Keeps state in Redis, as a named store that is <see cref="RefusingGrainStorage"/> in front of Redis.</summary>
    public static ISiloBuilder AddRefusingRedisStorage(this ISiloBuilder builder, string name, Action<OptionsBuilder<RedisStorageOptions>> configure)
    {
        var redis = name + "-redis";
        builder.AddRedisGrainStorage(redis, configure);
        builder.Services.AddKeyedSingleton<IGrainStorage>(
            name, (provider, _) => new RefusingGrainStorage(provider.GetRequiredKeyedService<IGrainStorage>(redis)));
        return builder;
    }
}
