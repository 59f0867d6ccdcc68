using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Registers the WebSocket layer.</summary>
internal static class SocketServiceCollectionExtensions
{
    /// <summary>Adds <see cref="SocketServices"/>, with its options bound to section <c>Sockets</c> and checked at start.</summary>
    public static IServiceCollection AddSockets(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddValidated<SocketOptions, SocketOptionsValidator>(SocketOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SocketMetrics>();
        services.TryAddSingleton<ConnectionWheel>();
        services.TryAddSingleton<SocketServices>();
        return services;
    }
}
