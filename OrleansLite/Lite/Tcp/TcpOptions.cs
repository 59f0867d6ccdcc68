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

    public static TcpOptions From(ClusterMembershipOptions membership, MessagingOptions messaging)
    {
        var silence = membership.ProbeTimeout * membership.NumMissedProbesLimit;
        return new()
        {
            Silence = silence,
            Tick = TimeSpan.FromTicks(Math.Clamp((membership.ProbeTimeout / 4).Ticks, TimeSpan.TicksPerMillisecond * 20, TimeSpan.TicksPerMillisecond * 250)),
            ConnectTimeout = silence < TimeSpan.FromSeconds(2) ? silence : TimeSpan.FromSeconds(2),
            MaxFrame = messaging.MaxMessageBodySize,
            MaxQueuedBytes = Math.Max(64 * 1024 * 1024, messaging.MaxMessageBodySize),
        };
    }
}
