using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Whether the log's owner knows this audience. One transition at a time: who comes meanwhile waits for it.</summary>
internal sealed partial class Audience
{
    private volatile LinkState _link;
    private TaskCompletionSource? _transition;
    private string? _hostId;
    private byte _queued;
    private byte _lingering;

    /// <summary>The silo that answered last.</summary>
    public string? HostId => Volatile.Read(ref _hostId);

    /// <summary>Whether the owner delivers, as far as is known here.</summary>
    public LinkState Link
    {
        get
        {
            lock (_gate)
            {
                return _link;
            }
        }
    }

    /// <summary>Whether the owner does not deliver, as far as is known here. Costs one read.</summary>
    public bool IsDetached => _link == LinkState.Detached;

    /// <summary>Whether a connection depends on the position held.</summary>
    public bool HasActiveSubscriptions
    {
        get
        {
            lock (_gate)
            {
                return HasActive();
            }
        }
    }

    /// <summary>The position held, if the owner delivers as far as is known here and no transition is under way: then there is nothing to ask it.</summary>
    public bool TryGetHeld(out LogPosition held)
    {
        lock (_gate)
        {
            held = new LogPosition(_position, _epoch);
            return _link == LinkState.Attached && _transition is null && _epoch is not null;
        }
    }

    /// <summary>The transition under way, if there is one: await it.</summary>
    public bool TryGetTransition(out Task transition)
    {
        lock (_gate)
        {
            transition = _transition?.Task ?? Task.CompletedTask;
            return _transition is not null;
        }
    }

    /// <summary>Marks the audience as waiting in the queue of those to attach again; false when it waits there already.</summary>
    public bool TryQueue() => Interlocked.Exchange(ref _queued, (byte)1) == 0;

    /// <summary>It left that queue.</summary>
    public void Unqueue() => Volatile.Write(ref _queued, 0);

    /// <summary>Marks the audience as waiting for its end; false when it waits already.</summary>
    public bool TryLinger() => Interlocked.Exchange(ref _lingering, (byte)1) == 0;

    /// <summary>It no longer waits for its end.</summary>
    public void Unlinger() => Volatile.Write(ref _lingering, 0);

    /// <summary>Begins to attach, for the first time or again. False when a transition is under way or nobody listens.</summary>
    /// <param name="whenAttached">Attach although it is attached: the owner may have forgotten it.</param>
    /// <param name="from">The position to go on from; <see langword="null"/> when nobody depends on one.</param>
    /// <param name="targets">All local connections; of a conversation, which knows only gateways, none.</param>
    public bool TryBeginAttach(bool whenAttached, out LogPosition? from, out IReadOnlyList<IDeliveryTarget> targets)
    {
        lock (_gate)
        {
            from = null;
            targets = [];
            if (_transition is not null || _count == 0 || (_link == LinkState.Attached && !whenAttached))
            {
                return false;
            }

            _link = LinkState.Attaching;
            _transition = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            from = _epoch is not null && HasActive() ? new LogPosition(_position, _epoch) : null;
            targets = log.IsConversation() ? [] : TargetsOf(Subscriptions);
            return true;
        }
    }

    /// <summary>The owner answered to an attach.</summary>
    public void EndAttach(AttachResult result)
    {
        TaskCompletionSource? transition;
        lock (_gate)
        {
            _link = LinkState.Attached;
            Adopt(result.LastSeq, result.Epoch, result.HostId);
            (transition, _transition) = (_transition, null);
        }

        transition?.TrySetResult();
    }

    /// <summary>The owner did not answer to an attach: who waits for it fails with it.</summary>
    public void FailAttach(Exception fault)
    {
        TaskCompletionSource? transition;
        lock (_gate)
        {
            _link = LinkState.Detached;
            (transition, _transition) = (_transition, null);
        }

        if (transition is not null)
        {
            transition.TrySetException(fault);
            _ = transition.Task.Exception;
        }
    }

    /// <summary>A connection joined by itself (an inbox's connect, a room's join). True when another silo answered than before, so that the position should be stated again.</summary>
    public bool Joined(long lastSeq, string epoch, string hostId)
    {
        lock (_gate)
        {
            var moved = _hostId is not null && _hostId != hostId && HasActive();
            if (_transition is null)
            {
                _link = LinkState.Attached;
            }

            Adopt(lastSeq, epoch, hostId);
            return moved || (_epoch != epoch && HasActive());
        }
    }

    /// <summary>The owner knows no route to this gateway.</summary>
    public void Forgotten()
    {
        lock (_gate)
        {
            if (_link == LinkState.Attached)
            {
                _link = LinkState.Detached;
            }
        }
    }

    /// <summary>Begins to detach when nobody listens. False: it is in use, or a transition is under way.</summary>
    public bool TryBeginDetach(out bool wasAttached)
    {
        lock (_gate)
        {
            wasAttached = _link == LinkState.Attached;
            if (_count > 0 || _transition is not null || _retired)
            {
                return false;
            }

            _link = LinkState.Detaching;
            _transition = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    /// <summary>The owner was told. True when nobody came meanwhile: the audience is gone for good.</summary>
    public bool EndDetach()
    {
        TaskCompletionSource? transition;
        lock (_gate)
        {
            _link = LinkState.Detached;
            _retired = _count == 0;
            (transition, _transition) = (_transition, null);
        }

        transition?.TrySetResult();
        return _retired;
    }

    private void Adopt(long lastSeq, string epoch, string hostId)
    {
        Volatile.Write(ref _hostId, hostId);
        if (_epoch is not null && HasActive())
        {
            // Somebody depends on the position: the owner delivers from there.
            return;
        }

        if (_epoch != epoch)
        {
            MoveTo(epoch, lastSeq);
        }
        else if (lastSeq > _position)
        {
            Volatile.Write(ref _position, lastSeq);
        }
    }

    private bool HasActive()
    {
        foreach (var subscription in Subscriptions)
        {
            if (subscription.State is SubscriptionState.Live or SubscriptionState.CatchingUp)
            {
                return true;
            }
        }

        return false;
    }
}
