namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A message for one user.</summary>
/// <param name="ToUserId">To whom.</param>
/// <param name="Content">Any JSON value; it is delivered byte for byte.</param>
/// <param name="FromUserId">Role <c>service</c>: in whose name it is sent.</param>
/// <param name="Echo">True: the sender's own connections get it too.</param>
/// <param name="Id">Idempotency key, at most 64 characters; the header <c>Idempotency-Key</c> does the same.</param>
internal sealed record PrivateMessageRequest(string ToUserId, RawJson Content, string? FromUserId = null, bool Echo = false, string? Id = null);
