namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>What a gateway has counted since it started. All only grow.</summary>
[GenerateSerializer]
[Immutable]
[Alias("realtime.gateway-counters")]
public sealed record GatewayCounters
{
    /// <summary>WebSockets that were opened.</summary>
    [Id(0)]
    public long Connects { get; init; }

    /// <summary>WebSockets that ended.</summary>
    [Id(1)]
    public long Closes { get; init; }

    /// <summary>WebSocket handshakes that were refused.</summary>
    [Id(2)]
    public long Rejects { get; init; }

    /// <summary>WebSockets cut off because the client did not read.</summary>
    [Id(3)]
    public long SlowConsumers { get; init; }

    /// <summary>Frames from clients.</summary>
    [Id(4)]
    public long FramesReceived { get; init; }

    /// <summary>Bytes from clients.</summary>
    [Id(5)]
    public long BytesReceived { get; init; }

    /// <summary>Frames written to clients.</summary>
    [Id(6)]
    public long FramesSent { get; init; }

    /// <summary>Bytes written to clients.</summary>
    [Id(7)]
    public long BytesSent { get; init; }

    /// <summary>Error frames queued for clients.</summary>
    [Id(8)]
    public long Errors { get; init; }

    /// <summary>Messages that a log took, and broadcasts.</summary>
    [Id(9)]
    public long Published { get; init; }

    /// <summary>Messages whose sender got an error.</summary>
    [Id(10)]
    public long PublishFailures { get; init; }

    /// <summary>Messages that were sent to their log again.</summary>
    [Id(11)]
    public long PublishRetries { get; init; }

    /// <summary>Messages that came from the grains.</summary>
    [Id(12)]
    public long Received { get; init; }

    /// <summary>Frames with messages that connections took.</summary>
    [Id(13)]
    public long Delivered { get; init; }

    /// <summary>Frames that a closing connection did not take.</summary>
    [Id(14)]
    public long Dropped { get; init; }

    /// <summary>Gaps that were announced.</summary>
    [Id(15)]
    public long Gaps { get; init; }

    /// <summary>Times that an audience was attached again because its route was lost.</summary>
    [Id(16)]
    public long Reattached { get; init; }
}
