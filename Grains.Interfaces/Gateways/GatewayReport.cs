using Orleans.Realtime.Grains.Interfaces.Diagnostics;

namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>What a gateway tells of itself with a renewal, for people who watch the cluster. A few kilobytes at most.</summary>
[GenerateSerializer]
[Immutable]
[Alias("realtime.gateway-report")]
public sealed record GatewayReport
{
    /// <summary>Audiences of one kind that a report names.</summary>
    public const int MaxAudiences = 20;

    /// <summary>The process.</summary>
    [Id(0)]
    public required ProcessReport Process { get; init; }

    /// <summary>WebSockets that are open, those included that have no session yet or none any more.</summary>
    [Id(1)]
    public long Sockets { get; init; }

    /// <summary>Groups and private conversations with an audience here.</summary>
    [Id(2)]
    public int Conversations { get; init; }

    /// <summary>Frames that wait in the outbound queues.</summary>
    [Id(3)]
    public long QueuedFrames { get; init; }

    /// <summary>Their bytes, before compression.</summary>
    [Id(4)]
    public long QueuedBytes { get; init; }

    /// <summary>Connections with something in their outbound queue.</summary>
    [Id(5)]
    public int QueuedConnections { get; init; }

    /// <summary>What was counted.</summary>
    [Id(6)]
    public required GatewayCounters Counters { get; init; }

    /// <summary>From the moment at which the gateway has a message to its receipt, of the last seconds.</summary>
    [Id(7)]
    public required LatencyReport Acknowledge { get; init; }

    /// <summary>The rooms with the most connections here, the biggest first.</summary>
    [Id(8)]
    public AudienceSize[] Rooms { get; init; } = [];

    /// <summary>The groups with the most connections here, the biggest first.</summary>
    [Id(9)]
    public AudienceSize[] Groups { get; init; } = [];

    /// <summary>Subscriptions of connections to streams.</summary>
    [Id(10)]
    public int StreamSubscriptions { get; init; }

    /// <summary>Consumers of groups that connections are.</summary>
    [Id(11)]
    public int StreamConsumers { get; init; }
}
