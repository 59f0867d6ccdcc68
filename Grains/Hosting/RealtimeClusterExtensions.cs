using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Persistence;
using Orleans.Realtime.Grains.Connections;
using Orleans.Realtime.Grains.Log.Redis;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.Realtime.ServiceDefaults.Cluster;
using Orleans.Realtime.ServiceDefaults.Configuration;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Hosting;

/// <summary>How a silo finds the others, and where grain state is kept.</summary>
public static class RealtimeClusterExtensions
{
    // What an entry outlives its session: a clock or a slow write may be off by so much.
    private static readonly TimeSpan SessionSlack = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Joins the cluster that the section <c>Cluster</c> names, by way of Redis, and keeps grain state there. A silo that is lost is
    /// noticed within <c>Cluster:FailureDetection</c>. Until Redis answers the start waits.
    /// </summary>
    /// <exception cref="OptionsValidationException">The configuration names no Redis, or has a value of the section <c>Cluster</c> that is out of its range.</exception>
    public static ISiloBuilder UseRealtimeCluster(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!builder.Configuration.NamesRedis())
        {
            throw ClusterIdentityOptions.NoRedis();
        }

        var names = builder.Configuration.GetValidated<ClusterIdentityOptions, ClusterIdentityOptionsValidator>(ClusterIdentityOptions.Section);
        var place = builder.Configuration.GetValidated<SiloAddressOptions, SiloAddressOptionsValidator>(SiloAddressOptions.Section);
        var failures = builder.Configuration.GetValidated<FailureDetectionOptions, FailureDetectionOptionsValidator>(FailureDetectionOptions.Section);
        builder
            .ConfigureServices(services => services.AddHostedService(provider => new RedisGate(
                Redis(builder.Configuration), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisGate>>())))
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (names.ClusterId, names.ServiceId))
            .Configure<ClusterMembershipOptions>(membership => NoticeLosses(membership, failures))
            .UseRedisClustering(options => options.ConfigurationOptions = Redis(builder.Configuration));
        if (string.IsNullOrEmpty(place.AdvertisedAddress))
        {
            builder.ConfigureEndpoints(place.SiloPort, place.GatewayPort, listenOnAnyHostAddress: true);
        }
        else
        {
            var address = IPAddress.Parse(place.AdvertisedAddress);
            builder.ConfigureEndpoints(address, place.SiloPort, place.GatewayPort, listenOnAnyHostAddress: !IPAddress.IsLoopback(address));
        }

        return builder.AddRealtimeStorage();
    }

    /// <summary>Whether the configuration names a Redis: logs and grain state are kept there, and outlive the process.</summary>
    public static bool KeepsDataInRedis(this IConfiguration configuration) => configuration.NamesRedis();

    /// <summary>Keeps grain state in Redis when the configuration names one, else in the memory of the process.</summary>
    public static ISiloBuilder AddRealtimeStorage(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var configuration = builder.Configuration;
        if (!configuration.NamesRedis())
        {
            return builder.AddMemoryGrainStorage(RealtimeStorage.Name).AddMemoryGrainStorage(RealtimeStorage.Sessions);
        }

        var sessions = configuration.GetSection(SessionOptions.Section).Get<SessionOptions>() ?? new SessionOptions();
        return builder
            .AddRefusingRedisStorage(RealtimeStorage.Name, storage => KeepInRedis(storage, configuration))
            .AddRefusingRedisStorage(RealtimeStorage.Sessions, storage => KeepInRedis(storage, configuration, sessions.ResumeWindow + SessionSlack));
    }

    private static void KeepInRedis(OptionsBuilder<RedisStorageOptions> storage, IConfiguration configuration, TimeSpan? expiry = null) =>
        storage.Configure<Serializer>((options, serializer) =>
        {
            options.ConfigurationOptions = Redis(configuration);
            options.DeleteStateOnClear = true;
            options.EntryExpiry = expiry;

            // JSON, the default, does not read back every type that it wrote.
            options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        });

    private static ConfigurationOptions Redis(IConfiguration configuration)
    {
        var redis = ConfigurationOptions.Parse(configuration.RedisConnectionString()!);
        redis.AbortOnConnectFail = false;
        return redis;
    }

    // By default Orleans takes some ten seconds to notice a killed silo; nobody waits that long for a message.
    private static void NoticeLosses(ClusterMembershipOptions membership, FailureDetectionOptions failures)
    {
        membership.ProbeTimeout = failures.FailureDetection / 2;
        membership.NumMissedProbesLimit = 2;
        membership.NumVotesForDeathDeclaration = 1;
        membership.TableRefreshTimeout = failures.FailureDetection;
        membership.IAmAliveTablePublishTimeout = failures.FailureDetection;
    }
}
