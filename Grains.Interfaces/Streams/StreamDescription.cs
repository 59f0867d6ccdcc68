namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>A stream for somebody who looks into it.</summary>
/// <param name="Length">Entries that it has.</param>
/// <param name="LastGeneratedId">The highest id that was ever in it.</param>
/// <param name="GroupCount">How many groups it has.</param>
/// <param name="Groups">The first <see cref="MaxGroups"/> of them, by name.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-description")]
public sealed record StreamDescription(
    [property: Id(0)] long Length,
    [property: Id(1)] StreamId LastGeneratedId,
    [property: Id(2)] int GroupCount,
    [property: Id(3)] StreamGroupSummary[] Groups)
{
    /// <summary>Most groups that one answer names.</summary>
    public const int MaxGroups = 100;
}
