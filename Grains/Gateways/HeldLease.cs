using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Grains.Gateways;

/// <summary>A lease and when it was renewed last.</summary>
/// <param name="Lease">What the gateway said of itself.</param>
/// <param name="RenewedAt">By the monotonic clock.</param>
/// <param name="Replaced">The life of the same instance id that held the lease before; it does not get it back.</param>
internal sealed record HeldLease(GatewayLease Lease, long RenewedAt, string? Replaced);
