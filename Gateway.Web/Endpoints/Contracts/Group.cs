namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A group.</summary>
/// <param name="GroupId">Its id.</param>
/// <param name="Name">For people.</param>
/// <param name="OwnerId">Who manages it.</param>
/// <param name="CreatedAt">When it was made, RFC 3339 UTC with milliseconds.</param>
/// <param name="MemberCount">How many members it has.</param>
/// <param name="Members">Their ids, sorted, the first 1,000.</param>
/// <param name="LastSeq">The newest position of its log.</param>
/// <param name="Epoch">The life of the log that positions belong to.</param>
internal sealed record Group(
    string GroupId,
    string? Name,
    string OwnerId,
    string CreatedAt,
    int MemberCount,
    IReadOnlyList<string> Members,
    long LastSeq,
    string Epoch);
