using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Delivery;

/// <summary>
/// The gateways that one log is delivered to. Soft state of the activation that owns the log; runs on its single thread. Gateways
/// are few, so a list serves; it is only there while there are routes.
/// </summary>
internal sealed class DeliveryRoutes<TListener>(DeliveryServices services, IDeliverySource source, ILogOwner owner) : IPumpOwner
{
    /// <summary>Most connections written with the routes of one log: the state stays small.</summary>
    private const int MaxWrittenListeners = 1_000;

    /// <summary>Gateways of one log; an attach beyond is refused.</summary>
    private const int MaxRoutes = 1_024;

    private List<DeliveryRoute<TListener>>? _routes;
    private List<(long Seq, TaskCompletionSource Confirmed)>? _waits;

    public DeliveryServices Services { get; } = services;

    public IDeliverySource Source { get; } = source;

    public bool Any => _routes is not null;

    public bool HaveEverything
    {
        get
        {
            for (var i = 0; i < _routes?.Count; i++)
            {
                if (_routes[i].Pump.AckedSeq < Source.LastSeq)
                {
                    return false;
                }
            }

            return true;
        }
    }

    public IReadOnlyList<DeliveryRoute<TListener>> All => _routes ?? (IReadOnlyList<DeliveryRoute<TListener>>)[];

    /// <summary>Connections over all gateways.</summary>
    public int ListenerCount
    {
        get
        {
            var count = 0;
            for (var i = 0; i < _routes?.Count; i++)
            {
                count += _routes[i].Listeners.Count;
            }

            return count;
        }
    }

    public DeliveryRoute<TListener>? Find(GatewayAddress gateway)
    {
        for (var i = 0; i < _routes?.Count; i++)
        {
            if (_routes[i].Pump.Address == gateway)
            {
                return _routes[i];
            }
        }

        return null;
    }

    /// <summary>
    /// Starts delivery behind <paramref name="from"/> (none: behind the log's last), or sets a running one to it. An earlier life of
    /// the same gateway is replaced.
    /// </summary>
    public DeliveryRoute<TListener> Attach(GatewayRoute route, LogPosition? from, Dictionary<string, TListener> listeners)
    {
        var attached = Find(route.Address);
        if (attached is null)
        {
            attached = Add(route, listeners);
        }
        else
        {
            attached.Listeners = listeners;
        }

        attached.Pump.Start(route.Lane, from);
        DeliveryBatch? none = null;
        Wake(ref none);
        return attached;
    }

    public void Remove(GatewayAddress gateway)
    {
        if (Find(gateway) is { } route)
        {
            route.Pump.Close();
            Forget(route);
        }
    }

    /// <summary>The log has new entries. <paramref name="shared"/> is what other pumps of it just sent.</summary>
    public void Wake(ref DeliveryBatch? shared)
    {
        for (var i = (_routes?.Count ?? 0) - 1; i >= 0; i--)
        {
            // A lane that answers at once may end its route, and with it the list.
            if (i < _routes?.Count)
            {
                _routes[i].Pump.Wake(ref shared);
            }
        }
    }

    /// <summary>Sends messages that are in no log.</summary>
    public void SendLive(IReadOnlyList<Message> messages)
    {
        foreach (var route in All.ToArray())
        {
            route.Pump.SendLive(messages);
        }
    }

    /// <summary>Drops the routes of gateways whose lease is gone, for answers that name who is there.</summary>
    public async Task DropDeadAsync()
    {
        foreach (var route in All.ToArray())
        {
            if (!await Services.Liveness.IsAliveAsync(route.Pump.Address))
            {
                Services.Metrics.RouteDropped(RouteDropReason.LeaseGone);
                Remove(route.Pump.Address);
            }
        }
    }

    /// <summary>Completes when every gateway has confirmed a position, or its route is gone.</summary>
    public Task ConfirmedAsync(long seq)
    {
        if (IsConfirmed(seq))
        {
            return Task.CompletedTask;
        }

        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_waits ??= []).Add((seq, confirmed));
        return confirmed.Task;
    }

    /// <summary>Ends all deliveries and returns what a next activation needs to go on.</summary>
    public List<RouteState<TListener>> Close()
    {
        var withListeners = ListenerCount <= MaxWrittenListeners;
        var states = new List<RouteState<TListener>>();
        foreach (var route in All)
        {
            states.Add(new() { Route = route.Pump.Route, Position = route.Pump.Position, Listeners = withListeners ? route.Listeners : [] });
            route.Pump.Close();
        }

        foreach (var (_, confirmed) in _waits ?? [])
        {
            confirmed.TrySetException(new RealtimeException(RealtimeErrorCode.Unavailable, "The log has another owner now. Try again."));
            _ = confirmed.Task.Exception;
        }

        _waits = null;
        return states;
    }

    /// <summary>Tells all gateways that this activation no longer delivers to them.</summary>
    public void NotifyLost()
    {
        foreach (var route in All)
        {
            route.Pump.NotifyLost();
        }
    }

    /// <summary>Goes on where another activation ended.</summary>
    public void Restore(IReadOnlyList<RouteState<TListener>> states)
    {
        foreach (var state in states)
        {
            Attach(state.Route, state.Position, state.Listeners);
        }
    }

    void IPumpOwner.OnCaughtUp()
    {
        if (HaveEverything)
        {
            Source.OnCaughtUp();
        }
    }

    void IPumpOwner.OnConfirmed() => AnswerWaits();

    void IPumpOwner.OnDropped(LogPump pump)
    {
        if (Find(((GatewayPump)pump).Address) is { } route && ReferenceEquals(route.Pump, pump))
        {
            Forget(route);
        }
    }

    private DeliveryRoute<TListener> Add(GatewayRoute route, Dictionary<string, TListener> listeners)
    {
        for (var i = 0; i < _routes?.Count; i++)
        {
            if (_routes[i].Pump.Address.InstanceId == route.Address.InstanceId)
            {
                _routes[i].Pump.Close();
                _routes.RemoveAt(i);
                AnswerWaits();
                break;
            }
        }

        if (_routes?.Count >= MaxRoutes)
        {
            throw new RealtimeException(RealtimeErrorCode.Unavailable, $"The log is delivered to {MaxRoutes} gateways already.");
        }

        var added = new DeliveryRoute<TListener>(new GatewayPump(this, route), listeners);
        (_routes ??= new(1)).Add(added);
        owner.OnRoutesChanged();
        return added;
    }

    private void Forget(DeliveryRoute<TListener> route)
    {
        _routes!.Remove(route);
        if (_routes.Count == 0)
        {
            _routes = null;
        }

        owner.OnRoutesChanged();
        AnswerWaits();
    }

    private bool IsConfirmed(long seq)
    {
        for (var i = 0; i < _routes?.Count; i++)
        {
            if (_routes[i].Pump.AckedSeq < seq)
            {
                return false;
            }
        }

        return true;
    }

    private void AnswerWaits()
    {
        for (var i = (_waits?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (IsConfirmed(_waits![i].Seq))
            {
                _waits[i].Confirmed.TrySetResult();
                _waits.RemoveAt(i);
            }
        }
    }
}
