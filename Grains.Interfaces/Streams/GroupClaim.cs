namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>Takes over entries that were given to a consumer and not acknowledged.</summary>
/// <param name="Group">The group.</param>
/// <param name="Consumer">Who takes them.</param>
/// <param name="MinIdle">Only entries that were given out at least so long ago. 0 or more.</param>
/// <param name="Count">Most entries to take, 1 to <see cref="StreamRange.MaxCount"/>.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-group-claim")]
public sealed record GroupClaim(
    [property: Id(0)] string Group, [property: Id(1)] string Consumer, [property: Id(2)] TimeSpan MinIdle, [property: Id(3)] int Count = 10);
