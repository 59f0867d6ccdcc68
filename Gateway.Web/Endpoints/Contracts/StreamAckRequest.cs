namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Entries that are done.</summary>
/// <param name="Ids">Their ids, 1 to 1,000.</param>
internal sealed record StreamAckRequest(IReadOnlyList<string>? Ids);
