namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What became of each user's event.</summary>
/// <param name="Results">In the order of <c>user_ids</c>.</param>
internal sealed record BatchReceipt(IReadOnlyList<BatchResult> Results);
