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

    /// <summary>
    /// How many calls to one grain may run and wait at a silo; further ones are refused at once (<c>unavailable</c>, and may be repeated). A gateway has one publish in
    /// flight per room, so this is reached only when something is wrong. Number; default 10,000; 100 to 1,000,000.
    /// </summary>
    public int MaxWaiting { get; set; } = 10_000;
}
