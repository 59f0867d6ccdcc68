namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A group, straight from its owner.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Name">Its name.</param>
/// <param name="OwnerId">Who manages it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="MemberCount">How many members it has.</param>
/// <param name="Log">Its log.</param>
/// <param name="Members">One page of its members, in the order of their ids.</param>
/// <param name="HasMore">Whether there are more behind the last of them.</param>
internal sealed record GroupInspection(
    string GroupId,
    string? Name,
    string OwnerId,
    string CreatedAt,
    int MemberCount,
    LogState Log,
    IReadOnlyList<MemberInspection> Members,
    bool HasMore);
