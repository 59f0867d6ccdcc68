using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Cluster;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Sets up Kestrel, addresses and logging, and reads which cluster it serves.</summary>
internal static class HttpServerExtensions
{
    public static void AddHttpServer(this WebApplicationBuilder builder)
    {
        var start = new StartState();
        start.Quieten(builder.Logging);
        builder.WebHost.UseKestrelHttpsConfiguration();

        var services = builder.Services;
        services.TryAddSingleton(start);
        services.TryAddSingleton<AdminListener>();
        services.AddValidated<HttpOptions, HttpOptionsValidator>(HttpOptions.Section);
        services.AddValidated<AdminOptions, AdminOptionsValidator>(AdminOptions.Section);
        services.AddValidated<ClusterIdentityOptions, ClusterIdentityOptionsValidator>(ClusterIdentityOptions.Section);
        services.AddValidated<FailureDetectionOptions, FailureDetectionOptionsValidator>(FailureDetectionOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<SocketTransportOptions>, KestrelSetup>());
    }
}
