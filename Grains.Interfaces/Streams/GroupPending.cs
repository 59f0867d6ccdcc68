namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>What a group has given out and not got acknowledged.</summary>
/// <param name="Count">How many entries, of all consumers.</param>
/// <param name="MinId">The lowest of them; none when there are none.</param>
/// <param name="MaxId">The highest of them.</param>
/// <param name="Consumers">How many each consumer has, by name; those that have none are left out.</param>
/// <param name="Entries">Those asked for, ascending.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-group-pending")]
public sealed record GroupPending(
    [property: Id(0)] long Count,
    [property: Id(1)] StreamId? MinId,
    [property: Id(2)] StreamId? MaxId,
    [property: Id(3)] PendingConsumer[] Consumers,
    [property: Id(4)] PendingEntry[] Entries);
