namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One live connection of a user.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="InstanceId">The gateway that holds its socket.</param>
/// <param name="ConnectedAt">When the socket was accepted, RFC 3339 UTC with milliseconds.</param>
/// <param name="Remote">The peer's address as the gateway saw it.</param>
internal sealed record LiveConnection(string SessionId, string InstanceId, string ConnectedAt, string? Remote);
