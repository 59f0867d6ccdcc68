using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Runtime;

namespace Orleans.Realtime.Grains.Gateways;

/// <summary>
/// One shard of the live gateways. Leases run out by the clock when somebody asks: no timer. For one lease duration after its
/// activation the shard cannot know who renewed before, so gateways that it has not heard of count as alive.
/// </summary>
internal sealed partial class GatewayDirectoryGrain(
    [PersistentState("gateways", RealtimeStorage.Name)] IPersistentState<GatewayDirectoryState> state,
    IOptions<GatewayLeaseOptions> options,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<GatewayDirectoryGrain> logger) : Grain, IGatewayDirectoryGrain
{
    /// <summary>Gateways of one shard; more are refused.</summary>
    private const int MaxLeases = 1_024;

    private readonly Dictionary<string, HeldLease> _leases = new(StringComparer.Ordinal);
    private long _activatedAt;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _activatedAt = time.GetTimestamp();
        foreach (var lease in state.State.Leases)
        {
            _leases[lease.Address.InstanceId] = new(lease, _activatedAt, Replaced: null);
        }

        Publish();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Forget(this.GetPrimaryKeyLong());
        return Task.CompletedTask;
    }

    public async Task RenewAsync(GatewayLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var changed = RemoveExpired();
        var held = _leases.GetValueOrDefault(lease.Address.InstanceId);
        if (held is null && _leases.Count >= MaxLeases)
        {
            throw new RealtimeException(RealtimeErrorCode.Unavailable, $"This shard holds the leases of {MaxLeases} gateways already.");
        }

        if (held?.Replaced == lease.Address.Incarnation)
        {
            throw new RealtimeException(RealtimeErrorCode.Conflict, $"Another gateway took over the instance id '{lease.Address.InstanceId}'.");
        }

        var same = held?.Lease.Address == lease.Address;
        _leases[lease.Address.InstanceId] = new(lease, time.GetTimestamp(), same ? held!.Replaced : held?.Lease.Address.Incarnation);
        Publish();
        if (!same || changed)
        {
            await WriteAsync();
        }
    }

    public async Task ReleaseAsync(GatewayAddress gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        var changed = RemoveExpired();
        if (_leases.TryGetValue(gateway.InstanceId, out var held) && held.Lease.Address == gateway)
        {
            _leases.Remove(gateway.InstanceId);
            Publish();
            changed = true;
        }

        if (changed)
        {
            await WriteAsync();
        }
    }

    public async Task<IReadOnlyList<GatewayLease>> ListAsync()
    {
        var leases = await ListLiveAsync();
        return Array.ConvertAll(leases, lease => lease with { Report = null });
    }

    public async Task<IReadOnlyList<GatewayLease>> ListReportsAsync() => await ListLiveAsync();

    public Task<bool> IsAliveAsync(GatewayAddress gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        if (_leases.TryGetValue(gateway.InstanceId, out var held))
        {
            return Task.FromResult(held.Lease.Address == gateway && !IsExpired(held));
        }

        return Task.FromResult(time.GetElapsedTime(_activatedAt) < options.Value.LeaseDuration);
    }

    private async Task<GatewayLease[]> ListLiveAsync()
    {
        if (RemoveExpired())
        {
            await WriteAsync();
        }

        return [.. _leases.Values.Select(held => held.Lease with { AgeMs = (long)time.GetElapsedTime(held.RenewedAt).TotalMilliseconds })];
    }

    private void Publish() => metrics.Publish(this.GetPrimaryKeyLong(), [.. _leases.Values.Select(held => held.RenewedAt)]);

    private bool IsExpired(HeldLease held) => time.GetElapsedTime(held.RenewedAt) >= options.Value.LeaseDuration;

    private bool RemoveExpired()
    {
        var removed = false;
        foreach (var (instanceId, held) in _leases)
        {
            if (IsExpired(held))
            {
                Log.LeaseExpired(logger, instanceId);
                _leases.Remove(instanceId);
                removed = true;
            }
        }

        return removed;
    }

    private async Task WriteAsync()
    {
        try
        {
            state.State.Leases = [.. _leases.Values.Select(held => held.Lease with { Report = null })];
            if (_leases.Count == 0)
            {
                await state.ClearStateAsync();
            }
            else
            {
                await state.WriteStateAsync();
            }
        }
        catch (Exception exception)
        {
            // The record only shortens the time in which a moved shard knows nobody; renewals fill it anyway.
            Log.WriteFailed(logger, exception);
        }
    }
}
