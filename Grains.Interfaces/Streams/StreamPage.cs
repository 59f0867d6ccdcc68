namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>What came behind a position.</summary>
/// <param name="Entries">In ascending order; empty when nothing came in time.</param>
/// <param name="Position">Behind which to read next.</param>
/// <param name="Gap">
/// Whether something may be missing before the first entry: the stream was trimmed beyond the position asked for, or was deleted or lost and ends before
/// it. Then <see cref="Position"/> is where it goes on, also when that is lower than the one asked for.
/// </param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-page")]
public sealed record StreamPage([property: Id(0)] StreamEntry[] Entries, [property: Id(1)] StreamId Position, [property: Id(2)] bool Gap = false);
