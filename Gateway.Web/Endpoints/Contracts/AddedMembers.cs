namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Members were added.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Added">Those who were not members before.</param>
/// <param name="MemberCount">How many the group has now.</param>
internal sealed record AddedMembers(string GroupId, IReadOnlyList<string> Added, int MemberCount);
