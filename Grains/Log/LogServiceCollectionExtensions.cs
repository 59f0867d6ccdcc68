using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

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
        services.AddOptions<LogOptions>().BindConfiguration(LogOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LogOptions>, LogOptionsValidator>());
        services.TryAddSingleton<IMessageLog, InMemoryMessageLog>();
        services.TryAddSingleton<LogWriterFactory>();
        return services;
    }
}
