using Orleans.Runtime;

namespace Orleans.Lite.Hosting;

/// <summary>About this silo. Its addresses change if it has to begin anew.</summary>
internal sealed class LocalSiloDetails(string name, string clusterId, string dnsHostName, SiloAddress siloAddress, SiloAddress gatewayAddress) : ILocalSiloDetails
{
    public string Name => name;

    public string ClusterId => clusterId;

    public string DnsHostName => dnsHostName;

    public SiloAddress SiloAddress { get; private set; } = siloAddress;

    public SiloAddress GatewayAddress { get; private set; } = gatewayAddress;

    public void Renew(int generation)
    {
        SiloAddress = SiloAddress.New(SiloAddress.Endpoint, generation);
        GatewayAddress = SiloAddress.New(GatewayAddress.Endpoint, generation);
    }
}
