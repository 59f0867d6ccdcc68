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
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>());
        services.AddRetention(RetentionOptions.Rooms);
        services.AddRetention(RetentionOptions.Inboxes);
        services.TryAddSingleton<IMessageLog, InMemoryMessageLog>();
        services.TryAddSingleton<LogWriterFactory>();
        return services;
    }

    private static void AddRetention(this IServiceCollection services, string name) =>
        services.AddOptions<RetentionOptions>(name)
            .Configure(options => RetentionOptions.SetDefaults(name, options))
            .BindConfiguration(name)
            .ValidateOnStart();
}
