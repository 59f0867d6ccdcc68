namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Entries were acknowledged.</summary>
/// <param name="Acked">How many of them were pending until now.</param>
internal sealed record StreamAcked(int Acked);
