namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>What this gateway is in the cluster, and how it goes away. Section <c>Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Gateway";

    /// <summary>The gateway's name. Unique among the live gateways, 1 to 64 characters. Default: the machine's name and four random characters.</summary>
    public string? InstanceId { get; set; }

    /// <summary>How often the lease in the gateway directory is renewed. Default 3 s, range 0.1 s to 1 min; well below <c>Gateways:LeaseDuration</c>.</summary>
    public TimeSpan LeaseRenewal { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Over which time the connections are told to go elsewhere when the gateway shuts down. Default 5 s, range 0 to 5 min.</summary>
    public TimeSpan DrainSpread { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long shutting down may take in all. Default 25 s, range 0.1 s to 10 min, not below <see cref="DrainSpread"/>.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(25);
}
