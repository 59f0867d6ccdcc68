namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One message for a stream, or up to 1,000 that enter it one behind the other, all or none.</summary>
/// <param name="Data">Any JSON value; it is delivered byte for byte. In place of <paramref name="Messages"/>.</param>
/// <param name="Id">The entry's own id, greater than all in the stream; without it the server makes one. Not the idempotency key: that is the header <c>Idempotency-Key</c>.</param>
/// <param name="Messages">The messages, in place of <paramref name="Data"/>.</param>
internal sealed record StreamPublishRequest(RawJson? Data = null, string? Id = null, IReadOnlyList<StreamMessageRequest>? Messages = null);
