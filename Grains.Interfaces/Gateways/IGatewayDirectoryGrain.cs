namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>
/// One shard of the list of live gateways, keyed 0 to <see cref="Shards"/> - 1. A gateway renews its lease in the shard that its
/// instance id hashes to (<see cref="GatewayShard.Of"/>); a lease that is not renewed ends after <c>Gateways:LeaseDuration</c>.
/// </summary>
[Alias("realtime.gateway-directory")]
public interface IGatewayDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>How many shards there are.</summary>
    const int Shards = 4;

    /// <summary>Takes or renews the lease.</summary>
    [Alias("renew")]
    Task RenewAsync(GatewayLease lease);

    /// <summary>Gives the lease back: the gateway goes away in an orderly fashion.</summary>
    [Alias("release")]
    Task ReleaseAsync(GatewayAddress gateway);

    /// <summary>The gateways whose lease is alive, without their reports.</summary>
    [Alias("list")]
    Task<IReadOnlyList<GatewayLease>> ListAsync();

    /// <summary>The gateways whose lease is alive, each with the report of its last renewal.</summary>
    [Alias("list-reports")]
    Task<IReadOnlyList<GatewayLease>> ListReportsAsync();

    /// <summary>Whether this life of the gateway still has its lease.</summary>
    [Alias("is-alive")]
    Task<bool> IsAliveAsync(GatewayAddress gateway);
}
