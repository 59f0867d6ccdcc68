namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>Asks for what comes behind a position, and waits for it when there is nothing yet.</summary>
/// <param name="After">The position; <see langword="null"/>: the present end, answered at once with no entries.</param>
/// <param name="Count">Most entries to answer, 1 to <see cref="StreamRange.MaxCount"/>.</param>
/// <param name="Wait">How long to wait for the first entry; 0: not at all. At most <c>Streams:MaxWait</c>, a longer one is cut: ask again.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-read")]
public sealed record StreamRead([property: Id(0)] StreamId? After, [property: Id(1)] int Count = 100, [property: Id(2)] TimeSpan Wait = default);
