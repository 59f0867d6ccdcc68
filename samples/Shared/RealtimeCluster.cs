using Orleans.Configuration;
using Orleans.Hosting;
using StackExchange.Redis;

namespace Orleans.Realtime.Samples;

/// <summary>How a service of its own comes to the cluster.</summary>
internal static class RealtimeCluster
{
    /// <summary>Makes the host a client of the cluster that <c>ConnectionStrings:Redis</c> and the section <c>Cluster</c> name.</summary>
    public static HostApplicationBuilder UseRealtimeCluster(this HostApplicationBuilder builder)
    {
        // Standard output is for what the sample does, one line of JSON each.
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton<JsonLines>().AddSingleton(TimeProvider.System);

        var redis = builder.Configuration.GetConnectionString("Redis") ?? "127.0.0.1:6379";
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = builder.Configuration["Cluster:ClusterId"] ?? "realtime";
                cluster.ServiceId = builder.Configuration["Cluster:ServiceId"] ?? "realtime";
            })
            .Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5))
            .Configure<Orleans.Configuration.GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1))
            .UseRedisClustering(options =>
            {
                options.ConfigurationOptions = ConfigurationOptions.Parse(redis);
                options.ConfigurationOptions.AbortOnConnectFail = false;
            }));
        return builder;
    }
}
