using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Realtime.Grains.Connections;
using Orleans.Realtime.Grains.Conversations;
using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Gateways;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Redis;
using Orleans.Realtime.Grains.Messaging;
using Orleans.Realtime.Grains.Rooms;
using Orleans.Realtime.Grains.Silos;
using Orleans.Realtime.Grains.Streams;
using Orleans.Realtime.Grains.Users;
using Orleans.Realtime.ServiceDefaults.Cluster;
using Orleans.Realtime.ServiceDefaults.Configuration;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Grains.Hosting;

/// <summary>The grains of Orleans.Realtime in a silo.</summary>
public static class RealtimeGrainsExtensions
{
    /// <summary>
    /// Adds everything the grains need except grain storage. Logs are kept in Redis when the configuration names one
    /// (<c>ConnectionStrings:Redis</c>), else in memory. For grain storage the host adds a provider for each name of <see cref="RealtimeStorage"/>,
    /// or <see cref="RealtimeClusterExtensions.AddRealtimeStorage"/>. Options come from the configuration sections named in their types.
    /// </summary>
    public static ISiloBuilder AddRealtimeGrains(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services
            .AddClock()
            .AddCalls()
            .AddClusterSettings()
            .AddGrainMetrics()
            .AddLogStore(builder.Configuration)
            .AddMessageLog()
            .AddMessageRules()
            .AddDelivery()
            .AddGatewayDirectory()
            .AddSiloReports()
            .AddRooms()
            .AddUsers()
            .AddConversations()
            .AddSessions()
            .AddStreams(builder.Configuration);
        return builder;
    }

    private static IServiceCollection AddClock(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    private static IServiceCollection AddCalls(this IServiceCollection services)
    {
        services.AddOptions<SiloMessagingOptions>().Configure<IOptions<CallOptions>, IOptions<GatewayLeaseOptions>>(static (messaging, calls, leases) =>
        {
            messaging.ResponseTimeout = calls.Value.ResponseTimeout;
            messaging.MaxEnqueuedRequestsHardLimit = calls.Value.MaxWaiting;
            messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker = calls.Value.MaxWaiting;

            // A gateway without lease gets no deliveries: what Orleans keeps for it longer than that only fails later.
            messaging.ClientDropTimeout = leases.Value.LeaseDuration;
        });
        return services.AddValidated<CallOptions, CallOptionsValidator>(CallOptions.Section);
    }

    private static IServiceCollection AddClusterSettings(this IServiceCollection services) => services
        .AddValidated<ClusterIdentityOptions, ClusterIdentityOptionsValidator>(ClusterIdentityOptions.Section)
        .AddValidated<FailureDetectionOptions, FailureDetectionOptionsValidator>(FailureDetectionOptions.Section)
        .AddValidated<SiloAddressOptions, SiloAddressOptionsValidator>(SiloAddressOptions.Section)
        .AddValidated<HealthOptions, HealthOptionsValidator>(HealthOptions.Section);

    private static IServiceCollection AddLogStore(this IServiceCollection services, IConfiguration configuration) =>
        configuration.NamesRedis() ? services.AddRedisMessageLog() : services;

    private static IServiceCollection AddGrainMetrics(this IServiceCollection services)
    {
        services.AddMetrics();
        return services
            .AddOtlpExport()
            .AddInstruments<LogMetrics>()
            .AddInstruments<DeliveryMetrics>()
            .AddInstruments<ActivationMetrics>()
            .AddInstruments<GatewayMetrics>();
    }

    private static IServiceCollection AddMessageRules(this IServiceCollection services)
    {
        services.TryAddSingleton<MessageRules>();
        return services.AddValidated<MessageOptions, MessageOptionsValidator>(MessageOptions.Section);
    }

    private static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.TryAddSingleton<DeliveryServices>();
        services.TryAddSingleton<LogGrainServices>();
        return services.AddValidated<DeliveryOptions, DeliveryOptionsValidator>(DeliveryOptions.Section);
    }

    private static IServiceCollection AddGatewayDirectory(this IServiceCollection services)
    {
        services.TryAddSingleton<IGatewayLiveness, GatewayLiveness>();
        return services.AddValidated<GatewayLeaseOptions, GatewayLeaseOptionsValidator>(GatewayLeaseOptions.Section);
    }

    private static IServiceCollection AddSiloReports(this IServiceCollection services)
    {
        services.TryAddSingleton<SiloReporter>();
        return services.AddHostedService(provider => provider.GetRequiredService<SiloReporter>());
    }

    private static IServiceCollection AddRooms(this IServiceCollection services) =>
        services.AddValidated<RoomOptions, RoomOptionsValidator>(RoomOptions.Section);

    private static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services.TryAddSingleton<UserGrainServices>();
        services.TryAddSingleton<OnlineWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<OnlineWatch>());
        return services
            .AddValidated<InboxOptions, InboxOptionsValidator>(InboxOptions.Section)
            .AddValidated<UserOptions, UserOptionsValidator>(UserOptions.Section)
            .AddValidated<PresenceOptions, PresenceOptionsValidator>(PresenceOptions.Section);
    }

    private static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.TryAddSingleton<ConversationServices>();
        return services.AddValidated<ConversationOptions, ConversationOptionsValidator>(ConversationOptions.Section);
    }

    private static IServiceCollection AddSessions(this IServiceCollection services) =>
        services.AddValidated<SessionOptions, SessionOptionsValidator>(SessionOptions.Section);

    private static IServiceCollection AddStreams(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<StreamServices>();
        services.TryAddSingleton<StreamsInUse>();
        return services.AddInstruments<StreamMetrics>().AddStreamStore(configuration);
    }
}
