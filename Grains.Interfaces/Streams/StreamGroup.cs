namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>The state of a consumer group.</summary>
/// <param name="Name">The group.</param>
/// <param name="Consumers">Its consumers.</param>
/// <param name="Pending">Entries given out and not acknowledged.</param>
/// <param name="LastDeliveredId">The highest id that was given out.</param>
/// <param name="EntriesRead">Entries given out since the beginning of the stream; none where it is not known (Redis before 7).</param>
/// <param name="Lag">Entries that wait to be given out; none where it is not known.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-group")]
public sealed record StreamGroup(
    [property: Id(0)] string Name,
    [property: Id(1)] StreamConsumer[] Consumers,
    [property: Id(2)] long Pending,
    [property: Id(3)] StreamId LastDeliveredId,
    [property: Id(4)] long? EntriesRead,
    [property: Id(5)] long? Lag);
