using Microsoft.Extensions.Options;
using Orleans.Persistence;

namespace Orleans.Hosting;

/// <summary>Grain state in Redis.</summary>
public static class RedisSiloBuilderExtensions
{
    private const string DefaultName = "Default";

    /// <summary>Keeps state in Redis, as the default store.</summary>
    public static ISiloBuilder AddRedisGrainStorageAsDefault(this ISiloBuilder builder, Action<RedisStorageOptions> configureOptions) =>
        builder.AddRedisGrainStorage(DefaultName, configureOptions);

    /// <summary>Keeps state in Redis, as the default store.</summary>
    public static ISiloBuilder AddRedisGrainStorageAsDefault(this ISiloBuilder builder, Action<OptionsBuilder<RedisStorageOptions>>? configureOptionsBuilder = null) =>
        builder.AddRedisGrainStorage(DefaultName, configureOptionsBuilder);

    /// <summary>Keeps state in Redis, as a named store.</summary>
    public static ISiloBuilder AddRedisGrainStorage(this ISiloBuilder builder, string name, Action<RedisStorageOptions> configureOptions) =>
        builder.ConfigureServices(services => services.AddRedisGrainStorage(name, configureOptions));

    /// <summary>Keeps state in Redis, as a named store.</summary>
    public static ISiloBuilder AddRedisGrainStorage(this ISiloBuilder builder, string name, Action<OptionsBuilder<RedisStorageOptions>>? configureOptionsBuilder = null) =>
        builder.ConfigureServices(services => services.AddRedisGrainStorage(name, configureOptionsBuilder));
}
