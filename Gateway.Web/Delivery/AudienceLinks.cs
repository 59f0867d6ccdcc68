using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// Keeps the owners of logs informed of this gateway's audiences: the first local connection attaches, later ones join, the
/// last one's end detaches after a while. What is uncertain is attached again with the position held, which loses nothing.
/// </summary>
internal sealed partial class AudienceLinks(
    AudienceRegistry registry,
    Lazy<GatewayLanes> lanes,
    DeliveryMetrics metrics,
    TimeProvider time,
    IOptions<DeliveryOptions> options,
    ILogger<AudienceLinks> logger)
{
    private readonly ILogger _logger = logger;
    private readonly ConcurrentQueue<(Audience Audience, long Since)> _lingering = new();

    private TimeSpan Timeout => options.Value.AttachTimeout;

    /// <summary>Tells a room's owner of a connection that was added to its audience.</summary>
    public async Task<AttachResult> JoinRoomAsync(Subscription subscription)
    {
        var audience = subscription.Audience;
        var room = (RoomOwner)audience.Owner;
        var started = time.GetTimestamp();
        while (true)
        {
            if (audience.TryGetTransition(out var transition))
            {
                await transition;
            }
            else if (audience.TryBeginAttach(whenAttached: false, out var from, out var targets))
            {
                return await AttachAsync(audience, from, targets);
            }
            else if (audience.Link == LinkState.Attached)
            {
                var result = await GrainRetry.RunAsync(
                    time, Timeout, (room, Route: lanes.Value.RouteOf(audience.Log), subscription.Target), call => call.room.JoinAsync(call.Route, call.Target));
                if (result.Known)
                {
                    audience.Joined(result.LastSeq, result.Epoch, result.HostId);
                    return result;
                }

                audience.Forgotten();
            }

            if (time.GetElapsedTime(started) > Timeout || subscription.State == SubscriptionState.Ended)
            {
                throw new TimeoutException("The room could not be joined in time.");
            }
        }
    }

    /// <summary>Registers a connection, which was added to the inbox's audience, with its user.</summary>
    public async Task<ConnectResult> ConnectAsync(Subscription subscription)
    {
        var audience = subscription.Audience;
        var inbox = (InboxOwner)audience.Owner;
        await AfterTransitionAsync(audience);
        var result = await GrainRetry.RunAsync(
            time, Timeout, (inbox, Route: lanes.Value.RouteOf(audience.Log), subscription.Target), call => call.inbox.ConnectAsync(call.Route, call.Target));
        if (audience.Joined(result.LastSeq, result.Epoch, result.HostId))
        {
            await ReattachAsync(audience);
        }

        return result;
    }

    /// <summary>A connection leaves. Does not fail: what the owner does not hear, it learns with the next attach.</summary>
    /// <param name="subscription">Which.</param>
    /// <param name="tellOwner">False when a newer socket of the same session stands in its place.</param>
    public async Task LeaveAsync(Subscription subscription, bool tellOwner)
    {
        var audience = subscription.Audience;
        if (audience.Remove(subscription) == 0)
        {
            Linger(audience);
        }

        if (!tellOwner)
        {
            return;
        }

        await AfterTransitionAsync(audience);
        try
        {
            await GrainRetry.RunAsync(
                time,
                Timeout,
                (audience.Owner, lanes.Value.Address, subscription.Target.SessionId),
                static async call =>
                {
                    await call.Owner.LeaveAsync(call.Address, call.SessionId);
                    return true;
                });
        }
        catch (Exception e)
        {
            LogLeaveFailed(e);
        }
    }

    /// <summary>States an audience to its owner again, with the position that it holds.</summary>
    public async Task ReattachAsync(Audience audience)
    {
        // The reason may be newer than the call under way: a lost route may be reported before the answer to its attach arrives.
        await AfterTransitionAsync(audience);
        if (!audience.TryBeginAttach(whenAttached: true, out var from, out var targets))
        {
            return;
        }

        try
        {
            await AttachAsync(audience, from, targets);
            metrics.Reattached();
        }
        catch (Exception e)
        {
            // It is detached now, and the upkeep tries again.
            LogReattachFailed(e);
        }
    }

    /// <summary>Ends the audiences that nobody has joined for a while.</summary>
    public void EndLingering()
    {
        while (_lingering.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Since) >= options.Value.Linger && _lingering.TryDequeue(out oldest))
        {
            oldest.Audience.Unlinger();
            if (oldest.Audience.TryBeginDetach(out var wasAttached))
            {
                _ = DetachAsync(oldest.Audience, wasAttached);
            }
            else if (oldest.Audience.Count == 0)
            {
                Linger(oldest.Audience);
            }
        }
    }

    /// <summary>
    /// Waits for the call under way. An attach states the connections of the moment it began, and calls in flight together have no
    /// order: a connection that comes or goes meanwhile would be forgotten, or be there for ever. An attach that begins later knows it.
    /// </summary>
    private static async Task AfterTransitionAsync(Audience audience)
    {
        if (audience.TryGetTransition(out var transition))
        {
            // Its fault is a matter for who began it.
            await transition.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Linger(Audience audience)
    {
        if (audience.TryLinger())
        {
            _lingering.Enqueue((audience, time.GetTimestamp()));
        }
    }

    private async Task<AttachResult> AttachAsync(Audience audience, LogPosition? from, IReadOnlyList<IDeliveryTarget> targets)
    {
        try
        {
            var result = await GrainRetry.RunAsync(
                time, Timeout, (audience.Owner, Route: lanes.Value.RouteOf(audience.Log), from, targets), call => call.Owner.AttachAsync(call.Route, call.from, call.targets));
            audience.EndAttach(result);
            return result;
        }
        catch (Exception e)
        {
            audience.FailAttach(e);
            throw;
        }
    }

    private async Task DetachAsync(Audience audience, bool wasAttached)
    {
        try
        {
            if (wasAttached)
            {
                await audience.Owner.DetachAsync(lanes.Value.Address);
            }
        }
        catch (Exception e)
        {
            // The owner drops the route when the next delivery is answered with 'not attached'.
            LogDetachFailed(e);
        }

        if (audience.EndDetach())
        {
            registry.Remove(audience);
        }
    }
}
