using Orleans.Realtime.Grains.Interfaces.Diagnostics;

namespace Orleans.Realtime.Grains.Interfaces.Silos;

/// <summary>What a silo tells of itself now and then, for people who watch the cluster.</summary>
[GenerateSerializer]
[Immutable]
[Alias("realtime.silo-report")]
public sealed record SiloReport
{
    /// <summary>Streams that a report names.</summary>
    public const int MaxStreams = 200;

    /// <summary>The silo's address and generation, <c>10.0.0.1:11111@1</c>.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>The process.</summary>
    [Id(1)]
    public required ProcessReport Process { get; init; }

    /// <summary>Activations by kind of grain.</summary>
    [Id(2)]
    public NamedCount[] Activations { get; init; } = [];

    /// <summary>What was counted.</summary>
    [Id(3)]
    public required SiloCounters Counters { get; init; }

    /// <summary>From the call to its receipts: waiting for the flush and the flush itself, of the last seconds.</summary>
    [Id(4)]
    public required LatencyReport Append { get; init; }

    /// <summary>From the call that brings a message to a gateway's confirmation that its connections were handed it; samples of the last seconds.</summary>
    [Id(5)]
    public required LatencyReport Deliver { get; init; }

    /// <summary>Streams that are in use here, at most <see cref="MaxStreams"/>; with storage in memory all that there are.</summary>
    [Id(6)]
    public string[] Streams { get; init; } = [];

    /// <summary>Whether there are more streams than the report names.</summary>
    [Id(7)]
    public bool MoreStreams { get; init; }

    /// <summary>Milliseconds since the report came, as the directory answers it; 0 from the silo.</summary>
    [Id(8)]
    public long AgeMs { get; init; }
}
