namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>Asks what a group has given out and not got acknowledged.</summary>
/// <param name="Group">The group.</param>
/// <param name="Start">The lowest id to list, included.</param>
/// <param name="End">The highest id to list, included.</param>
/// <param name="Count">Most entries to list, 1 to <see cref="StreamRange.MaxCount"/>.</param>
/// <param name="Consumer">Lists only what this consumer has; none: of all.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-pending-query")]
public sealed record PendingQuery(
    [property: Id(0)] string Group,
    [property: Id(1)] StreamId Start,
    [property: Id(2)] StreamId End,
    [property: Id(3)] int Count = 100,
    [property: Id(4)] string? Consumer = null);
