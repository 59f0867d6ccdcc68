using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>Finds out whether the cluster answers, by a cheap grain call whose answer counts for a second.</summary>
internal sealed class ClusterProbe(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private Task<bool>? _answer;
    private long _askedAt;

    /// <summary>Whether the cluster answers. Callers that ask at the same time share one question.</summary>
    public Task<bool> IsReachableAsync()
    {
        lock (_gate)
        {
            if (_answer is null || (_answer.IsCompleted && time.GetElapsedTime(_askedAt) >= Freshness))
            {
                _askedAt = time.GetTimestamp();
                _answer = AskAsync();
            }

            return _answer;
        }
    }

    private async Task<bool> AskAsync()
    {
        // A lock is held: no call is made under it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await grains.GetGrain<IGatewayDirectoryGrain>(0).IsAliveAsync(new GatewayAddress("probe", string.Empty)).WaitAsync(Patience, time);
            return true;
        }
        catch (Exception exception) when (TransientFault.Matches(exception))
        {
            return false;
        }
    }
}
