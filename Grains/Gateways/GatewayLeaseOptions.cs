namespace Orleans.Realtime.Grains.Gateways;

/// <summary>Leases of gateways. Section <c>Gateways</c>.</summary>
public sealed class GatewayLeaseOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Gateways";

    /// <summary>A gateway that did not renew for this long is gone. Gateways renew three times as often. Default 10 s, range 1 s to 5 minutes.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(10);
}
