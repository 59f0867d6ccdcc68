using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Silos;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>What the directories hold of the cluster's gateways and silos.</summary>
/// <param name="Gateways">The live gateways by instance id, as old as their leases say.</param>
/// <param name="Silos">The last reports of the silos by address, as old as they say.</param>
/// <param name="Complete">False when a part of the directories did not answer.</param>
internal sealed record ClusterReport(IReadOnlyList<GatewayLease> Gateways, IReadOnlyDictionary<string, SiloReport> Silos, bool Complete);
