namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One member of a group.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Status"><c>online</c> or <c>offline</c>.</param>
/// <param name="Role"><c>owner</c> or <c>member</c>.</param>
/// <param name="JoinedSeq">Where the membership began.</param>
/// <param name="ReadSeq">Read up to here.</param>
/// <param name="Behind">Positions behind the one that was read: messages, the member's own among them, and changes of members.</param>
internal sealed record MemberInspection(
    string UserId,
    string Status,
    string Role,
    long JoinedSeq,
    long ReadSeq,
    long Behind);
