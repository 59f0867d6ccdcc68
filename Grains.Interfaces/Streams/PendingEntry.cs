namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>An entry that was given out and not acknowledged.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Consumer">Who has it.</param>
/// <param name="Idle">How long ago it was given out last.</param>
/// <param name="DeliveryCount">How often it was given out.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-pending-entry")]
public sealed record PendingEntry(
    [property: Id(0)] StreamId Id, [property: Id(1)] string Consumer, [property: Id(2)] TimeSpan Idle, [property: Id(3)] int DeliveryCount);
