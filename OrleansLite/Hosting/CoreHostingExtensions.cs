using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Lite.Hosting;

namespace Orleans.Hosting;

/// <summary>Clustering of a silo.</summary>
public static class CoreHostingExtensions
{
    /// <summary>A cluster on this machine only, nothing stored.</summary>
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = 11111,
        int gatewayPort = 30000,
        IPEndPoint? primarySiloEndpoint = null,
        string serviceId = "dev",
        string clusterId = "dev")
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = IPAddress.Loopback;
            options.SiloPort = siloPort;
            options.GatewayPort = gatewayPort;
        });
        builder.Services.Configure<ClusterOptions>(options =>
        {
            options.ServiceId = serviceId;
            options.ClusterId = clusterId;
        });
        builder.Services.UseClusterName(gatewayPort.ToString(CultureInfo.InvariantCulture), shared: false);
        return builder;
    }
}
