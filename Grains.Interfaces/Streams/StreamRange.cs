namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>A piece of a stream's history.</summary>
/// <param name="Start">The lowest id, included.</param>
/// <param name="End">The highest id, included.</param>
/// <param name="Count">Most entries to answer, 1 to <see cref="MaxCount"/>. Fewer come where their bytes are more than one answer takes.</param>
/// <param name="Reverse">From the highest down.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-range")]
public sealed record StreamRange(
    [property: Id(0)] StreamId Start,
    [property: Id(1)] StreamId End,
    [property: Id(2)] int Count = 100,
    [property: Id(3)] bool Reverse = false)
{
    /// <summary>Most entries of one answer, of ranges and of all other reads.</summary>
    public const int MaxCount = 1_000;
}
