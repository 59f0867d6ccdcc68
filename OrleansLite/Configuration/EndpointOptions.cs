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

    /// <summary>Where the silo listens, if not at its advertised address and port.</summary>
    public IPEndPoint? SiloListeningEndpoint { get; set; }

    /// <summary>Kept for source compatibility: in Lite clients come to the silo's port.</summary>
    public IPEndPoint? GatewayListeningEndpoint { get; set; }
}
