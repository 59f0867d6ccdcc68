namespace Orleans.Realtime.Client;

/// <summary>Whom a broadcast reached.</summary>
/// <param name="Gateways">How many gateways.</param>
/// <param name="Connections">How many connections.</param>
public sealed record BroadcastResult(long Gateways, long Connections);
