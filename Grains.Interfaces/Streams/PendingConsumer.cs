namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>A consumer that has not acknowledged everything.</summary>
/// <param name="Name">The consumer.</param>
/// <param name="Pending">How many entries it has.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-pending-consumer")]
public sealed record PendingConsumer([property: Id(0)] string Name, [property: Id(1)] long Pending);
