using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>Adds up what gateways say of their biggest audiences.</summary>
internal static class AudienceSums
{
    /// <summary>The biggest sums, the biggest first. A gateway that names fewer than it may names all that it has.</summary>
    public static IReadOnlyList<AudienceSum> Merge(IReadOnlyList<AudienceSize[]> gateways, int limit)
    {
        var sums = new Dictionary<string, (long Connections, int Gateways, int Full)>(StringComparer.Ordinal);
        var full = 0;
        foreach (var audiences in gateways)
        {
            var isFull = audiences.Length >= GatewayReport.MaxAudiences;
            full += isFull ? 1 : 0;
            foreach (var audience in audiences)
            {
                var sum = sums.GetValueOrDefault(audience.Id);
                sums[audience.Id] = (sum.Connections + audience.Connections, sum.Gateways + 1, sum.Full + (isFull ? 1 : 0));
            }
        }

        return [.. sums
            .OrderByDescending(sum => sum.Value.Connections)
            .ThenBy(sum => sum.Key, StringComparer.Ordinal)
            .Take(limit)
            .Select(sum => new AudienceSum(sum.Key, sum.Value.Connections, sum.Value.Gateways, AtLeast: sum.Value.Full < full))];
    }
}
