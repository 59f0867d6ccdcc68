namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>An event for every live connection.</summary>
/// <param name="Type">The event's type; <c>broadcast</c> by default. Other frame names of the protocol are refused.</param>
/// <param name="Data">Any JSON value; it is delivered byte for byte.</param>
/// <param name="Id">Idempotency key, at most 64 characters; the header <c>Idempotency-Key</c> does the same.</param>
/// <param name="Priority"><c>normal</c>, the default, or <c>high</c>: goes ahead of what waits for the connections.</param>
internal sealed record BroadcastRequest(RawJson Data, string? Type = null, string? Id = null, string? Priority = null);
