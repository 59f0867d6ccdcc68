using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Realtime.Gateway.Web.Listening;

/// <summary>Registers the listeners that take WebSockets before the HTTP server does.</summary>
internal static class ListeningServiceCollectionExtensions
{
    /// <summary>Adds them. What they let in, an <see cref="Sockets.IWebSocketAdmission"/> says.</summary>
    public static IServiceCollection AddListening(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<HttpRequestRules>();
        services.TryAddSingleton<WebSocketIntake>();

        // The server asks those first that were registered last.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConnectionListenerFactory, SocketListenerFactory>());
        return services;
    }
}
