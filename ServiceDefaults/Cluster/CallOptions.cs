namespace Orleans.Realtime.ServiceDefaults.Cluster;

/// <summary>Calls between grains, from grains to gateways, and from gateways to grains. Section <c>Calls</c>.</summary>
public sealed class CallOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Calls";

    /// <summary>
    /// How long a caller waits for an answer: a call that is under way when a silo or a gateway dies is repeated after it. Default 5 s, range
    /// 0.5 s to 1 min.
    /// </summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
