using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Realtime.Grains.Connections;
using Orleans.Realtime.Grains.Log.Redis;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Hosting;

/// <summary>How a silo finds the others, and where grain state is kept.</summary>
public static class RealtimeClusterExtensions
{
    // What an entry outlives its session: a clock or a slow write may be off by so much.
    private static readonly TimeSpan SessionSlack = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Joins the cluster that the section <c>Cluster</c> names, by way of Redis, and keeps grain state there. A silo that is killed is
    /// noticed within about two seconds.
    /// </summary>
    /// <exception cref="OptionsValidationException">The configuration names no Redis, or the advertised address is none.</exception>
    public static ISiloBuilder UseRealtimeCluster(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!builder.Configuration.NamesRedis())
        {
            throw new OptionsValidationException(
                ClusterOptions.Section, typeof(ClusterOptions), ["ConnectionStrings:Redis is empty: silos and gateways find each other there."]);
        }

        var settings = builder.Configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new ClusterOptions();
        builder
            .Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.ClusterId, settings.ServiceId))
            .Configure<ClusterMembershipOptions>(NoticeLossesSoon)
            .UseRedisClustering(options => options.ConfigurationOptions = Redis(builder.Configuration));
        if (string.IsNullOrEmpty(settings.AdvertisedAddress))
        {
            builder.ConfigureEndpoints(settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: true);
        }
        else
        {
            var address = ParseAddress(settings.AdvertisedAddress);
            builder.ConfigureEndpoints(address, settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: !IPAddress.IsLoopback(address));
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
            .AddRedisGrainStorage(RealtimeStorage.Name, options =>
            {
                options.ConfigurationOptions = Redis(configuration);
                options.DeleteStateOnClear = true;
            })
            .AddRedisGrainStorage(RealtimeStorage.Sessions, options =>
            {
                options.ConfigurationOptions = Redis(configuration);
                options.DeleteStateOnClear = true;
                options.EntryExpiry = sessions.ResumeWindow + SessionSlack;
            });
    }

    private static ConfigurationOptions Redis(IConfiguration configuration)
    {
        var redis = ConfigurationOptions.Parse(configuration.RedisConnectionString()!);
        redis.AbortOnConnectFail = false;
        return redis;
    }

    private static IPAddress ParseAddress(string text) =>
        IPAddress.TryParse(text, out var address)
            ? address
            : throw new OptionsValidationException(
                ClusterOptions.Section, typeof(ClusterOptions), [$"Cluster:AdvertisedAddress is '{text}': it must be an IP address."]);

    // By default Orleans takes some ten seconds to notice a killed silo; nobody waits that long for a message.
    private static void NoticeLossesSoon(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 2;
        membership.NumVotesForDeathDeclaration = 1;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(2);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
    }
}
