namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>What a broadcast reached.</summary>
/// <param name="Gateways">Gateways that answered.</param>
/// <param name="Connections">Live connections that got it, over all gateways.</param>
internal readonly record struct BroadcastResult(int Gateways, int Connections);
