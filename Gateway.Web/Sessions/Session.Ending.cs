using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Connections;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>How a connection ends, and what its session keeps for the next one.</summary>
internal sealed partial class Session
{
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(20);

    private Task? _ending;
    private bool _replaced;
    private volatile bool _closedByOrder;

    private IConnectionGrain Grain => _services.Grains.GetGrain<IConnectionGrain>(SessionId);

    /// <inheritdoc />
    public void OnClosed(SocketClosure closure) => _ = EndAsync();

    /// <summary>Takes the connection out of everything. May be called more than once; done when the grains were told.</summary>
    public Task EndAsync()
    {
        lock (_gate)
        {
            return _ending ??= Task.Run(EndCoreAsync);
        }
    }

    /// <summary>The session's grain ordered the end: taken over, or terminated. It knows, and is not told again.</summary>
    public void CloseByOrder(int code, string reason)
    {
        _closedByOrder = true;
        _socket.Close(code, reason);
    }

    /// <summary>A newer socket of the same session came to this gateway: it stands in this one's place with every owner.</summary>
    public Task ReplaceAsync()
    {
        lock (_gate)
        {
            _replaced = true;
        }

        CloseByOrder(CloseCodes.SessionTakenOver, "A newer socket goes on with this session.");
        return EndAsync();
    }

    /// <summary>Sends the client elsewhere: says so, lets what is in flight finish, closes. The session can be resumed.</summary>
    public async Task DrainAsync(TimeSpan delay, TimeSpan grace, CancellationToken cancellationToken)
    {
        Send(ServerFrames.Reconnect(delay));
        Streams?.StopConsuming();
        try
        {
            await _services.Time.DelayAsync(grace, cancellationToken);
            while (Volatile.Read(ref _calls) > 0 && _socket.IsOpen)
            {
                await _services.Time.DelayAsync(DrainPoll, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Out of time: closed all the same, and what is in flight is the client's to repeat.
        }

        _socket.Close(CloseCodes.ServiceRestart, "The gateway goes away; resume elsewhere.");
    }

    private async Task EndCoreAsync()
    {
        _limits.Dispose();
        Streams?.End();
        await _opening;
        var subscriptions = Subscriptions();
        bool tellOwners;
        lock (_gate)
        {
            tellOwners = !_replaced;
        }

        var leaves = Array.ConvertAll(subscriptions, subscription => LeaveAsync(subscription, tellOwners));
        await Task.WhenAll([.. leaves, DetachAsync()]);

        // Last: a newer socket of the session that comes meanwhile finds this one, and waits for it.
        _services.Registry.Remove(this);
    }

    private async Task LeaveAsync(Subscription subscription, bool tellOwner)
    {
        if (subscription.Audience.Log.IsConversation())
        {
            _services.Links.Leave(subscription);
            return;
        }

        if (subscription.Pending is { IsCompleted: false } pending)
        {
            // A leave must not overtake the join: calls in flight together have no order.
            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (subscription.State == SubscriptionState.Ended)
            {
                return;
            }
        }

        await _services.Links.LeaveAsync(subscription, tellOwner);
    }

    private async Task DetachAsync()
    {
        if (_inbox is null || _closedByOrder)
        {
            return;
        }

        try
        {
            await RecordedAsync();
            var hold = await DetachGrainAsync();
            if (hold == SessionHold.Unknown && _announced)
            {
                // Its silo was lost: the session is stated anew, so that the client finds it when it comes back.
                await OpenGrainAsync(resume: false);
                lock (_gate)
                {
                    ForgetRecorded();
                }

                await DetachGrainAsync();
            }
        }
        catch (Exception e)
        {
            LogDetachFailed(_services.Logger, e);
        }
    }

    private Task<SessionHold> DetachGrainAsync()
    {
        SessionUpdate last;
        lock (_gate)
        {
            last = BuildUpdate();
        }

        return GrainRetry.RunAsync(
            _services.Time,
            _services.DeliverySettings.Value.AttachTimeout,
            (Session: this, last),
            static call => call.Session.Grain.DetachAsync(call.Session.SocketId, call.last));
    }
}
