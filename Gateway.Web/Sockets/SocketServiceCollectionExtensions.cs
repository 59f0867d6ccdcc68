using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

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
        services.AddInstruments<SocketMetrics>();
        services.TryAddSingleton<ConnectionWheel>();
        services.TryAddSingleton<SocketServices>();
        return services;
    }
}
