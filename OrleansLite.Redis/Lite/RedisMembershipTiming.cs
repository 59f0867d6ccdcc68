using Orleans.Configuration;

namespace Orleans.Lite.Redis;

/// <summary>How often the membership is looked at.</summary>
/// <param name="Period">Time between two looks, each of them a sign of life of a silo.</param>
/// <param name="Lease">How long a silo counts as alive after a sign of life, while others give theirs.</param>
/// <param name="Timeout">How long Redis may take to answer.</param>
internal sealed record RedisMembershipTiming(TimeSpan Period, TimeSpan Lease, TimeSpan Timeout)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static RedisMembershipTiming OfSilo(ClusterMembershipOptions options) =>
        new(Min(Second, Min(options.TableRefreshTimeout, options.IAmAliveTablePublishTimeout / 2)), Max(Second * 5, options.IAmAliveTablePublishTimeout * 3), Second * 3);

    public static RedisMembershipTiming OfClient(GatewayOptions options) => new(Min(Second * 5, options.GatewayListRefreshPeriod), Second * 5, Second * 3);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
