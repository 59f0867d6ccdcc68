using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Delivery;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>
/// Empties the gateway before it ends: no new connections, the clients sent elsewhere one after the other, what is in flight
/// finished, every session left in a state that its client can resume.
/// </summary>
internal sealed class SessionDrain(
    SessionRegistry sessions,
    GatewayRegistration registration,
    TimeProvider time,
    IOptions<GatewayOptions> options)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestReconnectDelay = TimeSpan.FromSeconds(1);

    private volatile bool _draining;

    /// <summary>Whether the gateway goes away: it is not ready, and takes no new connections.</summary>
    public bool IsDraining => _draining;

    /// <summary>Begins to refuse new connections. <see cref="DrainAsync"/> does it too.</summary>
    public void Begin()
    {
        _draining = true;
        registration.Drain();
    }

    /// <summary>Ends all connections; returns when all are gone, or when <see cref="GatewayOptions.DrainTimeout"/> is over.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        Begin();
        using var timeout = new CancellationTokenSource(options.Value.DrainTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var all = sessions.Snapshot();
        var steps = Math.Max(1, (int)(options.Value.DrainSpread / Step));
        var perStep = Math.Max(1, (all.Count + steps - 1) / steps);
        try
        {
            for (var i = 0; i < all.Count; i++)
            {
                _ = all[i].DrainAsync(LongestReconnectDelay * Random.Shared.NextDouble(), Grace, limit.Token);
                if (i % perStep == perStep - 1)
                {
                    await time.DelayAsync(Step, limit.Token);
                }
            }

            // Those included that came in at the last moment.
            var told = all.ToHashSet();
            while (sessions.Count > 0)
            {
                await time.DelayAsync(Step, limit.Token);
                foreach (var late in sessions.Snapshot().Where(told.Add))
                {
                    _ = late.DrainAsync(TimeSpan.Zero, Grace, limit.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Out of time: what is left ends with the process, and its leases and sessions run out by themselves.
            foreach (var session in sessions.Snapshot())
            {
                _ = session.DrainAsync(TimeSpan.Zero, TimeSpan.Zero, limit.Token);
            }
        }
    }
}
