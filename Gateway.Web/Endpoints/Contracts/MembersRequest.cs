namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Users to add to a group.</summary>
/// <param name="UserIds">Their ids.</param>
internal sealed record MembersRequest(IReadOnlyList<string>? UserIds);
