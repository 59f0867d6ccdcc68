using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Lite.Activations;
using Orleans.Lite.InProcess;
using Orleans.Lite.Membership;
using Orleans.Lite.References;
using Orleans.Lite.Tcp;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Timers;

namespace Orleans.Lite.Hosting;

/// <summary>The services of a silo and of a client.</summary>
internal static class LiteServiceCollectionExtensions
{
    public static void AddLiteSilo(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(Silo)))
        {
            return;
        }

        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => InProcessClusters.ForSilo(provider.GetService<ClusterName>(), provider));
        services.TryAddSingleton<ICluster>(provider => provider.GetRequiredService<InProcessCluster>());
        services.AddSingleton<Silo>();
        services.AddSingleton(provider => new Serializer(() => provider.GetService<Silo>()?.Node));
        services.AddSingleton<ILocalSiloDetails>(provider => provider.GetRequiredService<Silo>().Details);
        services.AddSingleton(provider => new GrainFactory(provider.GetRequiredService<Silo>().References, provider));
        services.AddSingleton<IGrainRuntime, GrainRuntime>();
        services.AddSingleton<ITimerRegistry, TimerRegistry>();
        services.AddSingleton<IHostedService, SiloHostedService>();
        services.AddClusterClient();
    }

    public static void AddLiteClient(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(Client)))
        {
            return;
        }

        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => InProcessClusters.ForClient(provider.GetService<ClusterName>(), provider));
        services.TryAddSingleton<ICluster>(provider => provider.GetRequiredService<InProcessCluster>());
        services.AddSingleton<Client>();
        services.AddSingleton(provider => new GrainFactory(provider.GetRequiredService<Client>().References, provider));
        services.AddSingleton<IHostedService, ClientHostedService>();
        services.AddClusterClient();
    }

    /// <summary>Lets the node reach others by TCP, in the cluster that <paramref name="membership"/> keeps.</summary>
    public static void UseTcp(this IServiceCollection services, Func<IServiceProvider, IMembership> membership) =>
        services.Replace(ServiceDescriptor.Singleton<ICluster>(provider =>
        {
            var isSilo = services.Any(service => service.ServiceType == typeof(Silo));
            MessagingOptions messaging = isSilo
                ? provider.GetRequiredService<IOptions<SiloMessagingOptions>>().Value
                : provider.GetRequiredService<IOptions<ClientMessagingOptions>>().Value;
            var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("Orleans.Networking");
            var options = isSilo
                ? TcpOptions.OfSilo(provider.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value, messaging)
                : TcpOptions.OfClient(provider.GetRequiredService<IOptions<GatewayOptions>>().Value, messaging);

            // Other processes live by the real clock, whatever clock the grains have.
            var transport = new TcpTransport(provider.GetRequiredService<IOptions<ClusterOptions>>().Value, options, TimeProvider.System, logger);
            return new TcpCluster(transport, membership(provider), logger);
        }));

    /// <summary>Names the cluster within this process that silo and client share.</summary>
    public static void UseClusterName(this IServiceCollection services, string name, bool shared) =>
        services.Replace(ServiceDescriptor.Singleton(new ClusterName(name, shared)));

    private static void AddClusterClient(this IServiceCollection services)
    {
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<GrainFactory>());
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainFactory>());
        services.AddSingleton<IGrainContextAccessor, GrainContextAccessor>();
    }
}
