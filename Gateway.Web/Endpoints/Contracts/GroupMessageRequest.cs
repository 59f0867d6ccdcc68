namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A message for a group.</summary>
/// <param name="GroupId">Which group.</param>
/// <param name="Content">Any JSON value; it is delivered byte for byte.</param>
/// <param name="Mentions">Members to notify, at most 100; <c>@user</c> in a text does the same.</param>
/// <param name="FromUserId">Role <c>service</c>: in whose name it is sent.</param>
/// <param name="Echo">True: the sender's own connections get it too.</param>
/// <param name="Id">Idempotency key, at most 64 characters; the header <c>Idempotency-Key</c> does the same.</param>
internal sealed record GroupMessageRequest(
    string GroupId, RawJson Content, IReadOnlyList<string>? Mentions = null, string? FromUserId = null, bool Echo = false, string? Id = null);
