namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>An event was stored in an inbox.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Seq">Its position in the inbox.</param>
/// <param name="Online">Whether the user had a live connection at that moment.</param>
internal sealed record EventReceipt(string Id, long Seq, bool Online);
