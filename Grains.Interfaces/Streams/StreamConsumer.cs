namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>A consumer of a group.</summary>
/// <param name="Name">The consumer.</param>
/// <param name="Pending">Entries that it was given and has not acknowledged.</param>
/// <param name="Idle">How long ago it last asked for entries.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-consumer")]
public sealed record StreamConsumer([property: Id(0)] string Name, [property: Id(1)] long Pending, [property: Id(2)] TimeSpan Idle);
