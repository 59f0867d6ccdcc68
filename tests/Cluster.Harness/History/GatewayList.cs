namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>The gateways that clients may go to.</summary>
internal sealed class GatewayList(IEnumerable<Uri> gateways)
{
    private volatile Uri[] _gateways = [.. gateways];

    public void Add(Uri gateway) => _gateways = [.. _gateways.Where(known => known != gateway), gateway];

    public void Remove(Uri gateway) => _gateways = [.. _gateways.Where(known => known != gateway)];

    /// <summary>One of them, another than the last if there is another.</summary>
    public Uri? Pick(Random random, Uri? last)
    {
        var candidates = _gateways is { Length: > 1 } several ? [.. several.Where(gateway => gateway != last)] : _gateways;
        return candidates.Length == 0 ? null : candidates[random.Next(candidates.Length)];
    }
}
