using System.Net;

namespace Orleans.Configuration;

/// <summary>Where a silo listens.</summary>
public class EndpointOptions
{
    /// <summary>The address other silos and clients are told; default loopback.</summary>
    public IPAddress AdvertisedIPAddress { get; set; } = IPAddress.Loopback;

    /// <summary>Port for silos; default 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port for clients; default 30000, 0 for none.</summary>
    public int GatewayPort { get; set; } = 30000;
}
