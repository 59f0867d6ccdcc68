namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Whether a user can be reached now.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Status"><c>online</c> or <c>offline</c>.</param>
/// <param name="LastSeen">When the last connection ended, RFC 3339 UTC with milliseconds; null while that is not known.</param>
internal sealed record Presence(string UserId, string Status, string? LastSeen);
