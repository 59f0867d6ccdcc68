using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Log.Maps;
using Orleans.Realtime.Grains.Log.Redis;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Log;

/// <summary>Registration of the logs.</summary>
internal static class LogServiceCollectionExtensions
{
    /// <summary>
    /// Adds options and writers of logs, and the in-memory store unless another <see cref="IMessageLog"/>, with its <see cref="ILogMaps"/>, is
    /// registered. An instance registered beforehand is shared by the silos that get it.
    /// </summary>
    public static IServiceCollection AddMessageLog(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddValidated<LogOptions, LogOptionsValidator>(LogOptions.Section);
        services.AddValidated<DurabilityOptions, DurabilityOptionsValidator>(DurabilityOptions.Section);
        services.TryAddSingleton<InMemoryMessageLog>();
        services.TryAddSingleton<IMessageLog>(static provider => provider.GetRequiredService<InMemoryMessageLog>());
        services.TryAddSingleton<ILogMaps>(static provider => provider.GetRequiredService<InMemoryMessageLog>());
        services.TryAddSingleton<MapWriterFactory>();
        services.TryAddSingleton<LogWriterFactory>();
        return services;
    }
}
