using Orleans.Runtime;

namespace Orleans.Lite.Hosting;

internal sealed record LocalSiloDetails(string Name, string ClusterId, string DnsHostName, SiloAddress SiloAddress, SiloAddress GatewayAddress) : ILocalSiloDetails;
