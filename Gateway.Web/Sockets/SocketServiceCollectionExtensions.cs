using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Registers the WebSocket layer.</summary>
internal static class SocketServiceCollectionExtensions
{
    /// <summary>Adds <see cref="SocketServices"/>, with its options bound to section <c>Sockets</c> and checked at start.</summary>
    public static IServiceCollection AddSockets(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddOptions<SocketOptions>().BindConfiguration(SocketOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SocketOptions>, SocketOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SocketMetrics>();
        services.TryAddSingleton<ConnectionWheel>();
        services.TryAddSingleton<SocketServices>();
        return services;
    }
}
