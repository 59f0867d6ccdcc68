using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Log;

/// <summary>Registration of the logs.</summary>
internal static class LogServiceCollectionExtensions
{
    /// <summary>
    /// Adds options and writers of logs, and the in-memory store unless another <see cref="IMessageLog"/> is registered. An instance
    /// registered beforehand is shared by the silos that get it.
    /// </summary>
    public static IServiceCollection AddMessageLog(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddValidated<LogOptions, LogOptionsValidator>(LogOptions.Section);
        services.TryAddSingleton<IMessageLog, InMemoryMessageLog>();
        services.TryAddSingleton<LogWriterFactory>();
        return services;
    }
}
