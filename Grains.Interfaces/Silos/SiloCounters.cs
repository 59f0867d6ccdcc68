namespace Orleans.Realtime.Grains.Interfaces.Silos;

/// <summary>What a silo's grains have counted since it started. All only grow.</summary>
[GenerateSerializer]
[Immutable]
[Alias("realtime.silo-counters")]
public sealed record SiloCounters
{
    /// <summary>Messages stored in logs.</summary>
    [Id(0)]
    public long Appended { get; init; }

    /// <summary>Messages recognised as sent before.</summary>
    [Id(1)]
    public long Duplicates { get; init; }

    /// <summary>Messages that were not stored, or not certainly.</summary>
    [Id(2)]
    public long Refused { get; init; }

    /// <summary>Messages that gateways and services confirmed, once for each of them.</summary>
    [Id(3)]
    public long Confirmed { get; init; }

    /// <summary>Times that a delivery went on from an earlier position.</summary>
    [Id(4)]
    public long Redeliveries { get; init; }
}
