namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>A consumer group in short.</summary>
/// <param name="Name">The group.</param>
/// <param name="Consumers">How many consumers it has.</param>
/// <param name="Pending">Entries given out and not acknowledged.</param>
/// <param name="Lag">Entries that wait to be given out; none where it is not known.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-group-summary")]
public sealed record StreamGroupSummary([property: Id(0)] string Name, [property: Id(1)] int Consumers, [property: Id(2)] long Pending, [property: Id(3)] long? Lag);
