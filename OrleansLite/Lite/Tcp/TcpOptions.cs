using Orleans.Configuration;

namespace Orleans.Lite.Tcp;

/// <summary>How connections behave.</summary>
internal sealed record TcpOptions
{
    /// <summary>Time between looks at the connections, and between signs of life on one that is silent.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Silence after which the other side counts as lost.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long connecting may take, greeting included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After a failed connect: how long nobody tries again.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Bytes that may wait on one connection; a message beyond is refused to its caller.</summary>
    public int MaxQueuedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Largest frame in either direction.</summary>
    public int MaxFrame { get; init; } = 100 * 1024 * 1024;

    public static TcpOptions OfSilo(ClusterMembershipOptions membership, MessagingOptions messaging) =>
        From(membership.ProbeTimeout * membership.NumMissedProbesLimit, messaging);

    /// <summary>A client has no probes to set: it notices a silent silo in the time in which it would miss two looks at the list, but not slower than by default.</summary>
    public static TcpOptions OfClient(GatewayOptions gateways, MessagingOptions messaging)
    {
        var missed = gateways.GatewayListRefreshPeriod * 2;
        var slowest = new TcpOptions().Silence;
        return From(missed < slowest ? missed : slowest, messaging);
    }

    private static TcpOptions From(TimeSpan silence, MessagingOptions messaging) => new()
    {
        Silence = silence,
        Tick = TimeSpan.FromTicks(Math.Clamp((silence / 8).Ticks, TimeSpan.TicksPerMillisecond * 20, TimeSpan.TicksPerMillisecond * 250)),
        ConnectTimeout = silence < TimeSpan.FromSeconds(2) ? silence : TimeSpan.FromSeconds(2),
        MaxFrame = messaging.MaxMessageBodySize,
        MaxQueuedBytes = Math.Max(64 * 1024 * 1024, messaging.MaxMessageBodySize),
    };
}
