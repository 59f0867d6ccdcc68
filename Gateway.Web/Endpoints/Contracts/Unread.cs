namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What the caller has not read.</summary>
/// <param name="PrivateUnreads">Private conversations with something unread.</param>
/// <param name="GroupUnreads">Groups with something unread.</param>
internal sealed record Unread(IReadOnlyList<UnreadPrivate> PrivateUnreads, IReadOnlyList<UnreadGroup> GroupUnreads);
