using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// Reads the list of silos every <see cref="DeliveryOptions.HostPollInterval"/>: audiences whose owner lived on a silo that is gone
/// attach again where the owner lives now, and nobody waits for answers of that silo any longer.
/// </summary>
internal sealed partial class SiloWatcher(
    IGrainFactory grains,
    AudienceRegistry audiences,
    ReattachQueue reattach,
    SiloLossSignal signal,
    GatewayStatistics statistics,
    TimeProvider time,
    IOptions<DeliveryOptions> options,
    ILogger<SiloWatcher> logger) : BackgroundService
{
    private readonly ILogger _logger = logger;
    private readonly Lock _gate = new();
    private HashSet<string> _known = [];
    private IReadOnlyDictionary<SiloAddress, SiloStatus> _silos = new Dictionary<SiloAddress, SiloStatus>();
    private long _looks;
    private long _lastSeen;

    /// <summary>The silos at the last look, those that are gone left out.</summary>
    public IReadOnlyDictionary<SiloAddress, SiloStatus> Silos => Volatile.Read(ref _silos);

    /// <summary>The same by name, in its order.</summary>
    public IReadOnlyList<(string Name, SiloStatus Status)> ByName =>
        [.. Silos.Select(silo => (silo.Key.ToParsableString(), silo.Value)).OrderBy(silo => silo.Item1, StringComparer.Ordinal)];

    /// <summary>Called with the silos that vanished since the last look; each as its <c>HostId</c>.</summary>
    public event Action<IReadOnlySet<string>>? SilosLost;

    /// <summary>Looks once. What an answer tells that a later look's has overtaken is dropped.</summary>
    public async Task PollAsync()
    {
        var look = Interlocked.Increment(ref _looks);
        var hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts();
        lock (_gate)
        {
            if (look > _lastSeen)
            {
                _lastSeen = look;
                Volatile.Write(ref _silos, hosts.Where(host => host.Value != SiloStatus.Dead).ToDictionary());
                Compare(hosts.Where(host => host.Value == SiloStatus.Active).Select(host => host.Key.ToParsableString()).ToHashSet());
            }
        }
    }

    private void Compare(HashSet<string> active)
    {
        var lost = _known.Except(active).ToHashSet();
        _known = active;
        if (lost.Count > 0)
        {
            LogSilosLost(lost.Count);
            signal.Raise();
            SilosLost?.Invoke(lost);
        }

        var seen = string.Empty;
        foreach (var audience in audiences.All)
        {
            if (audience.HostId is not { } host || host == seen)
            {
                continue;
            }

            if (active.Contains(host))
            {
                seen = host;
            }
            else if (audience.HasActiveSubscriptions)
            {
                statistics.Reconnected();
                reattach.Add(audience);
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.HostPollInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Not awaited: the answer may be owed by the very silo that is gone. The time-out of calls bounds how many are under way.
            _ = LookAsync();
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await PollAsync();
        }
        catch (Exception e)
        {
            // The cluster is out of reach: the last view stays in force.
            LogPollFailed(e);
        }
    }
}
