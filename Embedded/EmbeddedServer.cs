using Microsoft.Extensions.Configuration.Memory;
using Orleans.Hosting;
using Orleans.Realtime.Gateway.Web.Hosting;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Cluster;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Embedded;

/// <summary>Silo and gateway in one process.</summary>
public static class EmbeddedServer
{
    /// <summary>Builds the server; <paramref name="args"/> are configuration, for example <c>--urls http://127.0.0.1:9000</c>.</summary>
    public static WebApplication Build(string[] args)
    {
        // The content root is where the program lies, not where the shell stands: appsettings.json beside it is found from anywhere.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        // Whoever tries it out on the own machine needs no tokens; every other source of configuration can say otherwise.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new("Auth:Mode", "Development")] });
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(serviceId: builder.Configuration.GetValidated<ClusterIdentityOptions, ClusterIdentityOptionsValidator>(ClusterIdentityOptions.Section).ServiceId)
            .AddRealtimeStorage()
            .AddRealtimeGrains());
        builder.AddRealtimeGateway();
        var app = builder.Build();
        app.MapRealtimeGateway();
        return app;
    }
}
