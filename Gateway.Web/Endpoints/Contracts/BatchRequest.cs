using System.ComponentModel.DataAnnotations;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One event for many users' inboxes.</summary>
/// <param name="UserIds">Whose inboxes, 1 to 1,000.</param>
/// <param name="Type">The event's type: the <c>type</c> of the frame that the users get. Frame names of the protocol are refused.</param>
/// <param name="Data">Any JSON value; it is delivered byte for byte.</param>
/// <param name="Id">Idempotency key, at most 64 characters, the same for every user; the header <c>Idempotency-Key</c> does the same.</param>
/// <param name="Priority"><c>normal</c>, the default, or <c>high</c>: goes ahead of what waits for the connections, but for the inboxes' own earlier messages.</param>
internal sealed record BatchRequest([property: MinLength(1), MaxLength(1000)] IReadOnlyList<string> UserIds, string Type, RawJson Data, string? Id = null, string? Priority = null);
