namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>Takes entries for one consumer of a group. They stay pending for it until they are acknowledged.</summary>
/// <param name="Group">The group.</param>
/// <param name="Consumer">Who takes them: a name that this consumer alone has at a time.</param>
/// <param name="Count">Most entries to answer, 1 to <see cref="StreamRange.MaxCount"/>.</param>
/// <param name="Wait">As for <see cref="StreamRead"/>.</param>
/// <param name="PendingAfter">
/// Not new entries but those that are pending for this consumer already, behind the id given; never waits. That is how a consumer which comes back goes on.
/// </param>
/// <param name="MinIdle">
/// Where there is room in the answer, entries are taken over that any consumer, this one included, has left pending for so long; none: only new ones. At least
/// 1 millisecond.
/// </param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-group-read")]
public sealed record GroupRead(
    [property: Id(0)] string Group,
    [property: Id(1)] string Consumer,
    [property: Id(2)] int Count = 10,
    [property: Id(3)] TimeSpan Wait = default,
    [property: Id(4)] StreamId? PendingAfter = null,
    [property: Id(5)] TimeSpan? MinIdle = null);
