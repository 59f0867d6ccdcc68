using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>The gateways whose lease is alive, from the shards of the directory: one call each, whose answers serve everybody who asks soon after.</summary>
internal sealed class LiveGateways(IGrainFactory grains, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<IReadOnlyList<GatewayLease>>? _answer;
    private long _askedAt;

    /// <summary>The leases as they were at most <paramref name="age"/> ago.</summary>
    public Task<IReadOnlyList<GatewayLease>> ListAsync(TimeSpan age)
    {
        lock (_gate)
        {
            if (_answer is null or { IsFaulted: true } or { IsCanceled: true } || time.GetElapsedTime(_askedAt) >= age)
            {
                _askedAt = time.GetTimestamp();
                _answer = AskAsync();
            }

            return _answer;
        }
    }

    private async Task<IReadOnlyList<GatewayLease>> AskAsync()
    {
        // A lock is held: no call is made under it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var shards = await Task.WhenAll(
            Enumerable.Range(0, IGatewayDirectoryGrain.Shards).Select(shard => grains.GetGrain<IGatewayDirectoryGrain>(shard).ListAsync()));
        return [.. shards.SelectMany(shard => shard)];
    }
}
