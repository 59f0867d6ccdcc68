using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Grains.Gateways;

/// <summary>The gateways of one shard, written when one comes or goes: a shard that moves to another silo knows at once whom a broadcast must reach.</summary>
[GenerateSerializer]
[Alias("realtime.gateway-directory-state")]
internal sealed class GatewayDirectoryState
{
    /// <summary>The gateways that held a lease.</summary>
    [Id(0)]
    public List<GatewayLease> Leases { get; set; } = [];
}
