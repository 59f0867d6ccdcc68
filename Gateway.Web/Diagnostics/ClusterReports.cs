using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Silos;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>
/// The last reports of all gateways and silos, from the few grains that hold them: no gateway and no silo is asked itself, and the answers serve everybody who asks soon after.
/// </summary>
internal sealed partial class ClusterReports(IGrainFactory grains, TimeProvider time, ILogger<ClusterReports> logger)
{
    /// <summary>For how long an answer serves.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = logger;
    private readonly Lock _gate = new();
    private Task<ClusterReport>? _answer;
    private long _askedAt;

    /// <summary>The reports, as they were within the last second. What does not answer within two is left out.</summary>
    public async Task<ClusterReport> ReadAsync()
    {
        Task<ClusterReport> answer;
        long askedAt;
        lock (_gate)
        {
            if (_answer is null || (_answer.IsCompleted && time.GetElapsedTime(_askedAt) >= Freshness))
            {
                _askedAt = time.GetTimestamp();
                _answer = AskAsync();
            }

            (answer, askedAt) = (_answer, _askedAt);
        }

        var report = await answer;
        var older = (long)time.GetElapsedTime(askedAt).TotalMilliseconds;
        return report with
        {
            Gateways = [.. report.Gateways.Select(lease => lease with { AgeMs = lease.AgeMs + older })],
            Silos = report.Silos.ToDictionary(silo => silo.Key, silo => silo.Value with { AgeMs = silo.Value.AgeMs + older }, StringComparer.Ordinal),
        };
    }

    private async Task<ClusterReport> AskAsync()
    {
        // A lock is held: no call is made under it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var silos = WithinAsync(grains.GetGrain<ISiloDirectoryGrain>(0).ListAsync());
        var shards = await Task.WhenAll(Enumerable.Range(0, IGatewayDirectoryGrain.Shards).Select(ListAsync));
        var reports = await silos;
        return new(
            [.. shards.SelectMany(shard => shard ?? []).OrderBy(lease => lease.Address.InstanceId, StringComparer.Ordinal)],
            (reports ?? []).ToDictionary(report => report.Silo, StringComparer.Ordinal),
            reports is not null && Array.TrueForAll(shards, shard => shard is not null));
    }

    private async Task<IReadOnlyList<GatewayLease>?> ListAsync(int shard)
    {
        var directory = grains.GetGrain<IGatewayDirectoryGrain>(shard);
        try
        {
            return await directory.ListReportsAsync().WaitAsync(Patience, time);
        }
        catch (Exception exception) when (exception is not TimeoutException)
        {
            // A silo of an older version knows the leases only.
            return await WithinAsync(directory.ListAsync());
        }
        catch (TimeoutException exception)
        {
            LogNoAnswer(exception);
            return null;
        }
    }

    private async Task<T?> WithinAsync<T>(Task<T> call)
        where T : class
    {
        try
        {
            return await call.WaitAsync(Patience, time);
        }
        catch (Exception exception)
        {
            LogNoAnswer(exception);
            return null;
        }
    }
}
