using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Gateways;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Grains.Users;

/// <summary>
/// Notices for the users of this silo that a gateway is gone without a word. A user to whom nobody sends would not learn of it, and its groups would see
/// it online for ever. Holds the users with groups by gateway; no user has a timer.
/// </summary>
internal sealed partial class OnlineWatch(
    IGatewayLiveness liveness,
    IGrainFactory grains,
    TimeProvider time,
    IOptions<GatewayLeaseOptions> leases,
    ILogger<OnlineWatch> logger) : BackgroundService
{
    private const int AskedAtOnce = 64;

    private readonly ConcurrentDictionary<GatewayAddress, ConcurrentDictionary<string, bool>> _users = new();

    /// <summary>The user has a connection on the gateway.</summary>
    public void Add(GatewayAddress gateway, string userId) =>
        _users.GetOrAdd(gateway, static _ => new(StringComparer.Ordinal)).TryAdd(userId, true);

    /// <summary>It has none any more.</summary>
    public void Remove(GatewayAddress gateway, string userId)
    {
        if (_users.TryGetValue(gateway, out var users))
        {
            users.TryRemove(userId, out _);
        }
    }

    /// <summary>One look at all gateways: users of those that are gone look themselves.</summary>
    public async Task LookAsync()
    {
        foreach (var gateway in _users.Keys)
        {
            if (!await liveness.IsAliveAsync(gateway) && _users.TryRemove(gateway, out var users))
            {
                foreach (var part in users.Keys.Chunk(AskedAtOnce))
                {
                    // A user that is asked drops the routes of gateways that are gone.
                    await Task.WhenAll(part.Select(userId => grains.GetGrain<IUserGrain>(userId).GetPresenceAsync()));
                }
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(leases.Value.LeaseDuration / 2, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync();
            }
            catch (Exception exception)
            {
                LogLookFailed(exception);
            }
        }
    }
}
