namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A message for a room.</summary>
/// <param name="Data">Any JSON value; it is delivered byte for byte.</param>
/// <param name="FromUserId">In whose name it is sent: none of that user's connections gets it back, unless <paramref name="Echo"/> is set.</param>
/// <param name="Echo">True: the sender's own connections get it too.</param>
/// <param name="Id">Idempotency key, at most 64 characters; the header <c>Idempotency-Key</c> does the same.</param>
internal sealed record RoomMessageRequest(RawJson Data, string? FromUserId = null, bool Echo = false, string? Id = null);
