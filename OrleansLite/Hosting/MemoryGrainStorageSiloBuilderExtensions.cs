using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Lite.InProcess;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>State in memory.</summary>
public static class MemoryGrainStorageSiloBuilderExtensions
{
    private const string DefaultName = "Default";

    /// <summary>Keeps state in memory, as the default store.</summary>
    public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder, Action<OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null)
        => builder.AddMemoryGrainStorage(DefaultName, configureOptions);

    /// <summary>Keeps state in memory, as the default store.</summary>
    public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder, Action<MemoryGrainStorageOptions> configureOptions)
        => builder.AddMemoryGrainStorage(DefaultName, configureOptions);

    /// <summary>Keeps state in memory, as a named store.</summary>
    public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name, Action<MemoryGrainStorageOptions> configureOptions)
        => builder.AddMemoryGrainStorage(name, options => options.Configure(configureOptions));

    /// <summary>Keeps state in memory, as a named store.</summary>
    public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name, Action<OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        configureOptions?.Invoke(builder.Services.AddOptions<MemoryGrainStorageOptions>(name));
        builder.Services.AddKeyedSingleton<IGrainStorage>(name, (services, key) => services.GetRequiredService<InProcessCluster>().Stores.Get((string)key!));
        return builder;
    }
}
