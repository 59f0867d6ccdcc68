namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>The caller has read a private conversation.</summary>
/// <param name="PeerUserId">With whom.</param>
/// <param name="Seq">Read up to and including here.</param>
internal sealed record PrivateReadRequest(string? PeerUserId, long? Seq);
