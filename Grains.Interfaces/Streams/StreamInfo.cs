namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>The state of a stream.</summary>
/// <param name="Length">Entries that it has.</param>
/// <param name="LastGeneratedId">The highest id that was ever in it.</param>
/// <param name="EntriesAdded">Entries that were ever added; -1 where the server does not count them (Redis before 7).</param>
/// <param name="MaxDeletedEntryId">The highest id that was deleted by id, as the server tells it; none where it does not.</param>
/// <param name="Groups">How many groups it has.</param>
/// <param name="FirstEntry">The oldest entry; none when it is empty.</param>
/// <param name="LastEntry">The newest entry.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-info")]
public sealed record StreamInfo(
    [property: Id(0)] long Length,
    [property: Id(1)] StreamId LastGeneratedId,
    [property: Id(2)] long EntriesAdded,
    [property: Id(3)] StreamId? MaxDeletedEntryId,
    [property: Id(4)] int Groups,
    [property: Id(5)] StreamEntry? FirstEntry,
    [property: Id(6)] StreamEntry? LastEntry);
