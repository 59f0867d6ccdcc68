namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What a broadcast reached.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Gateways">Gateways that answered.</param>
/// <param name="Connections">Live connections that got it, over all gateways.</param>
internal sealed record BroadcastReceipt(string Id, int Gateways, int Connections);
