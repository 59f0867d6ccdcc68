using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Grains.Gateways;

/// <summary>Whether gateways still hold their leases.</summary>
internal interface IGatewayLiveness
{
    /// <summary>True while the lease is held, and also when nobody can tell: a route is only dropped for certain.</summary>
    ValueTask<bool> IsAliveAsync(GatewayAddress gateway);
}
