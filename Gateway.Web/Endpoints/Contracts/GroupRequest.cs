namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Makes a group; the caller owns it.</summary>
/// <param name="Members">Its first members, beside the owner.</param>
/// <param name="GroupId">The id to give it, 1 to 128 characters; made by the service when there is none.</param>
/// <param name="Name">For people; at most 256 characters.</param>
/// <param name="OwnerId">Role <c>service</c>: who owns it instead of the caller.</param>
/// <param name="Id">Idempotency key, at most 64 characters; the header <c>Idempotency-Key</c> does the same.</param>
internal sealed record GroupRequest(IReadOnlyList<string>? Members = null, string? GroupId = null, string? Name = null, string? OwnerId = null, string? Id = null);
