using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Registers the way from the grains to the connections.</summary>
internal static class DeliveryServiceCollectionExtensions
{
    /// <summary>Adds the audiences, the lanes, the gateway's lease and the upkeep of all of them. Needs <c>AddSessions()</c> for the connections.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddValidated<DeliveryOptions, DeliveryOptionsValidator>(DeliveryOptions.Section);
        services.AddValidated<GatewayOptions, GatewayOptionsValidator>(GatewayOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IFrameEncoder, FrameEncoder>();
        services.TryAddSingleton<LogOwners>();
        services.TryAddSingleton<AudienceRegistry>();
        services.TryAddSingleton<AudienceLinks>();
        services.TryAddSingleton<ReattachQueue>();
        services.TryAddSingleton<Replayer>();
        services.TryAddSingleton<GatewayStatistics>();
        services.TryAddSingleton<DeliveryMetrics>();
        services.TryAddSingleton<LaneReceiver>();
        services.TryAddSingleton(provider => new RecentIds(provider.GetRequiredService<IOptions<DeliveryOptions>>().Value.BroadcastWindow));
        services.TryAddSingleton<RecentLiveIds>();
        services.TryAddSingleton<GatewayLanes>();

        // The links need the lanes' addresses, the lanes' receiver needs the links: the first use of the lanes closes the circle.
        services.TryAddSingleton(provider => new Lazy<GatewayLanes>(provider.GetRequiredService<GatewayLanes>));
        services.TryAddSingleton<LiveGateways>();
        services.TryAddSingleton<GatewayReporter>();
        services.TryAddSingleton<GatewayRegistration>();
        services.TryAddSingleton<SiloLossSignal>();
        services.TryAddSingleton<SiloWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<GatewayRegistration>());
        services.AddHostedService(provider => provider.GetRequiredService<SiloWatcher>());
        services.AddHostedService<AudienceUpkeep>();
        return services;
    }
}
