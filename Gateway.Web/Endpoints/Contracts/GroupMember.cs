namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A member of a group.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Status"><c>online</c> or <c>offline</c>.</param>
/// <param name="Role"><c>owner</c> or <c>member</c>.</param>
/// <param name="JoinedSeq">Where in the group's log the membership began; 0 for the first members.</param>
/// <param name="ReadSeq">Read up to and including here.</param>
internal sealed record GroupMember(string UserId, string Status, string Role, long JoinedSeq, long ReadSeq);
