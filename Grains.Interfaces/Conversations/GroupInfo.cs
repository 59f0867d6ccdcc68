namespace Orleans.Realtime.Grains.Interfaces.Conversations;

/// <summary>A group as its members see it.</summary>
/// <param name="GroupId">Its id.</param>
/// <param name="Name">For people; may be none.</param>
/// <param name="OwnerId">Who manages it.</param>
/// <param name="CreatedAtUnixMs">When it was made, milliseconds since the Unix epoch.</param>
/// <param name="MemberCount">How many members it has.</param>
/// <param name="LastSeq">The newest position of its log, 0 before the first message.</param>
/// <param name="Epoch">The log's epoch.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.group-info")]
public sealed record GroupInfo(
    [property: Id(0)] string GroupId,
    [property: Id(1)] string? Name,
    [property: Id(2)] string OwnerId,
    [property: Id(3)] long CreatedAtUnixMs,
    [property: Id(4)] int MemberCount,
    [property: Id(5)] long LastSeq,
    [property: Id(6)] string Epoch);
