namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>An audience over all gateways that name it.</summary>
/// <param name="Id">The room or the group.</param>
/// <param name="Connections">Its connections there.</param>
/// <param name="Gateways">How many name it.</param>
/// <param name="AtLeast">Whether a gateway that does not name it may have connections too: its list is full.</param>
internal readonly record struct AudienceSum(string Id, long Connections, int Gateways, bool AtLeast);
