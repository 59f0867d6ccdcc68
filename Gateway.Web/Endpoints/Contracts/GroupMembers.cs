namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Members of a group in the order of their ids.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Members">One page.</param>
/// <param name="MemberCount">How many the group has.</param>
/// <param name="HasMore">Whether more follow: ask again with <c>after</c>, the last id of this page.</param>
internal sealed record GroupMembers(string GroupId, IReadOnlyList<GroupMember> Members, int MemberCount, bool HasMore);
