namespace Orleans.Realtime.Grains.Hosting;

/// <summary>Where a silo stands in its cluster. Section <c>Cluster</c>; without effect in a process that is its own cluster.</summary>
public sealed class SiloAddressOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>Port on which a silo listens to silos. Port; default 11,111; 1 to 65,535.</summary>
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Port on which a silo listens to gateways and other clients of the cluster. Port; default 30,000; 1 to 65,535, not <see cref="SiloPort"/>.</summary>
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>The IP address under which the others reach this silo, in Kubernetes that of the pod. Default empty: the first address of this machine's name.</summary>
    public string AdvertisedAddress { get; set; } = string.Empty;
}
