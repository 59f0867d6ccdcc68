using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Registers the orderly end.</summary>
internal static class DrainServiceCollectionExtensions
{
    // What an orchestrator grants by default (Kubernetes: 30 s) before it kills.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(29);

    /// <summary>Adds draining before anything in the process stops.</summary>
    public static IServiceCollection AddGatewayDrain(this IServiceCollection services)
    {
        services.TryAddSingleton<DrainState>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.AddHostedService<GatewayDrain>();
        return services;
    }
}
