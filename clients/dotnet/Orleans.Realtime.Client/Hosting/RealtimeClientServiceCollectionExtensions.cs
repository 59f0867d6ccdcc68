using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Client.Hosting;

/// <summary>Registers clients.</summary>
public static class RealtimeClientServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="RealtimeClient"/> as a singleton. It connects when <see cref="RealtimeClient.ConnectAsync"/> is called, and closes with the container.</summary>
    public static OptionsBuilder<RealtimeClientOptions> AddRealtimeClient(this IServiceCollection services, Action<RealtimeClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider => Create(provider, Options.DefaultName));
        return AddOptions(services, Options.DefaultName, configure);
    }

    /// <summary>Registers a further <see cref="RealtimeClient"/> as a keyed singleton: <c>[FromKeyedServices(name)]</c>. Its options are those of the name.</summary>
    public static OptionsBuilder<RealtimeClientOptions> AddRealtimeClient(this IServiceCollection services, string name, Action<RealtimeClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        services.TryAddKeyedSingleton(name, (provider, _) => Create(provider, name));
        return AddOptions(services, name, configure);
    }

    private static OptionsBuilder<RealtimeClientOptions> AddOptions(IServiceCollection services, string name, Action<RealtimeClientOptions> configure)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RealtimeClientOptions>, RealtimeClientOptionsValidator>());
        return services.AddOptions<RealtimeClientOptions>(name).Configure(configure);
    }

    private static RealtimeClient Create(IServiceProvider provider, string name) =>
        new(
            provider.GetRequiredService<IOptionsMonitor<RealtimeClientOptions>>().Get(name),
            provider.GetService<ILogger<RealtimeClient>>(),
            provider.GetService<TimeProvider>());
}
