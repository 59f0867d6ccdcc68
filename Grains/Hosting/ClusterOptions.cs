namespace Orleans.Realtime.Grains.Hosting;

/// <summary>Where a silo stands in its cluster. Section <c>Cluster</c>; without effect in a process that is its own cluster.</summary>
public sealed class ClusterOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>Name of the connection string of the Redis that holds cluster and logs: <c>ConnectionStrings:Redis</c>.</summary>
    public const string RedisConnection = "Redis";

    /// <summary>
    /// The cluster: silos and gateways with the same name find each other. Text; default <c>realtime</c>; 1 to 64 letters, digits, dots, underscores
    /// and hyphens.
    /// </summary>
    public string ClusterId { get; set; } = "realtime";

    /// <summary>
    /// The service whose data this is; it stays when the cluster is replaced by another, as in a blue-green deployment. Text; default <c>realtime</c>; as
    /// <see cref="ClusterId"/>.
    /// </summary>
    public string ServiceId { get; set; } = "realtime";

    /// <summary>Port on which a silo listens to silos. Port; default 11,111; 1 to 65,535.</summary>
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Port on which a silo listens to gateways and other clients of the cluster. Port; default 30,000; 1 to 65,535, not <see cref="SiloPort"/>.</summary>
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>The IP address under which the others reach this silo, in Kubernetes that of the pod. Default empty: the first address of this machine's name.</summary>
    public string AdvertisedAddress { get; set; } = string.Empty;
}
