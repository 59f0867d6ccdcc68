using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Streams.Memory;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Streams;

/// <summary>Registration of the store of streams.</summary>
internal static class StreamStoreServiceCollectionExtensions
{
    /// <summary>
    /// Keeps streams in memory, unless another <see cref="IStreamStore"/> is registered. An instance registered beforehand is shared by the silos that get it.
    /// </summary>
    public static IServiceCollection AddStreamStore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddValidated<LogOptions, LogOptionsValidator>(LogOptions.Section);
        services.AddValidated<StreamOptions, StreamOptionsValidator>(StreamOptions.Section);
        services.TryAddSingleton<IStreamStore, InMemoryStreamStore>();
        return services;
    }
}
