namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>An event for one user's inbox.</summary>
/// <param name="UserId">Whose inbox, 1 to 128 characters.</param>
/// <param name="Type">The event's type: the <c>type</c> of the frame that the user gets. Frame names of the protocol are refused.</param>
/// <param name="Data">Any JSON value; it is delivered byte for byte.</param>
/// <param name="Id">Idempotency key, at most 64 characters; the header <c>Idempotency-Key</c> does the same.</param>
/// <param name="Priority"><c>normal</c>, the default, or <c>high</c>: goes ahead of what waits for the connection, but for the inbox's own earlier messages.</param>
internal sealed record EventRequest(string UserId, string Type, RawJson Data, string? Id = null, string? Priority = null);
