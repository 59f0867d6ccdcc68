using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

var builder = Host.CreateApplicationBuilder(args);
var redis = builder.Configuration["redis"] ?? throw new InvalidOperationException("--redis host:port");
builder.UseOrleans(silo =>
{
    silo.UseRedisClustering(redis);
    silo.AddRedisGrainStorage("redis", storage => storage.Configure<Serializer>((options, serializer) =>
    {
        options.ConfigurationOptions = StackExchange.Redis.ConfigurationOptions.Parse(redis);
        options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
    }));
    silo.ConfigureEndpoints(IPAddress.Loopback, builder.Configuration.GetValue("port", 0), 0);
    if (builder.Configuration["listen"] is { } listen)
    {
        silo.Configure<EndpointOptions>(options => options.SiloListeningEndpoint = IPEndPoint.Parse(listen));
    }

    silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (builder.Configuration["cluster"]!, "test"));
    silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
    silo.Configure<ClusterMembershipOptions>(options =>
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        options.NumMissedProbesLimit = 2;
        options.NumVotesForDeathDeclaration = 1;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(2);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
    });
});
var host = builder.Build();
await host.StartAsync();
await Console.Out.WriteLineAsync($"READY {host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress}");
await host.WaitForShutdownAsync();
