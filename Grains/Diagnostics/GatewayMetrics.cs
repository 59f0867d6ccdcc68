using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Gateways;

namespace Orleans.Realtime.Grains.Diagnostics;

/// <summary>
/// The gateways whose lease is alive, in the shards of the directory that this silo holds: the cluster's number is the sum over its silos.
/// A lease runs out here by the clock, also when nobody asks its shard any more.
/// </summary>
internal sealed class GatewayMetrics
{
    private readonly ConcurrentDictionary<long, long[]> _renewals = new();
    private readonly TimeSpan _lease;
    private readonly TimeProvider _time;

    public GatewayMetrics(IMeterFactory meters, IOptions<GatewayLeaseOptions> options, TimeProvider time)
    {
        (_lease, _time) = (options.Value.LeaseDuration, time);
        meters.Create(GrainsMeter.Name).CreateObservableUpDownCounter("realtime.directory.gateways", CountLive, "{gateway}", "Gateways whose lease is alive; the sum over all silos is the cluster's.");
    }

    /// <summary>Replaces what is known of one shard: when each of its leases was renewed last, by the monotonic clock.</summary>
    public void Publish(long shard, long[] renewedAt) => _renewals[shard] = renewedAt;

    /// <summary>The shard lives elsewhere from now on.</summary>
    public void Forget(long shard) => _renewals.TryRemove(shard, out _);

    private long CountLive() => _renewals.Values.Sum(shard => shard.LongCount(renewedAt => _time.GetElapsedTime(renewedAt) < _lease));
}
