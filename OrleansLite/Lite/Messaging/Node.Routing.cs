using Orleans.Lite.Membership;
using Orleans.Lite.Observers;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Lite.Messaging;

/// <summary>Where messages go, and what is done with those that come.</summary>
internal sealed partial class Node
{
    public void Receive(IMessage message)
    {
        switch (message)
        {
            case RefusalMessage refusal:
                Retry(refusal);
                break;
            case ErrorMessage error:
                if (_pending.TryTake(error.Id, out var failed))
                {
                    failed!.Fail(error.Error);
                }

                break;
            case ResponseMessage response:
                if (_pending.TryTake(response.Id, out var call))
                {
                    call!.Succeed(response);
                }

                break;
            case RequestMessage request:
                ReceiveRequest(request);
                break;
            case CancelMessage cancel:
                Cancellations.Cancel(cancel);
                break;
        }
    }

    public bool TryGetCall(long id, out IPendingCall? call) => _pending.TryGet(id, out call);

    public void Lost(SiloAddress peer) => _pending.FailWhere(
        call => peer.Equals(call.SentTo),
        call => peer.IsClient ? new ClientNotAvailableException(call.Message.Target) : SiloLost(call));

    /// <summary>Takes a view if it is newer than the one at hand.</summary>
    public void Adopt(MembershipView view)
    {
        lock (_viewLock)
        {
            if (view.Version <= _view.Version)
            {
                return;
            }

            Volatile.Write(ref _view, view);
            ViewChanged?.Invoke(view);
        }

        _pending.FailWhere(call => Volatile.Read(ref call.Sending) == 0 && IsLost(call, view), SiloLost);
    }

    /// <summary>Sends a request on to another silo without answering it: nobody waits, so nobody could be told.</summary>
    public void Forward(RequestMessage message, SiloAddress silo)
    {
        if (++message.Attempts < MaxAttempts)
        {
            Route(message, call: null, silo);
        }
    }

    /// <summary>The newest view there is.</summary>
    public MembershipView Refresh()
    {
        Adopt(_membership.Current);
        return View;
    }

    private void ReceiveRequest(RequestMessage request)
    {
        if (IsForAnotherClient(request))
        {
            Relay(request);
            return;
        }

        Cancellations.Add(request);
        if (request.Id != 0)
        {
            request.ExpiresAt = After(TimeoutOf(request.Body.Method));
        }

        if (!request.Sender.Equals(Address))
        {
            request.Body.Rebind(this);
        }

        if (ObserverId.IsObserver(request.Target))
        {
            Observers.Dispatch(request);
        }
        else if (Grains is { } grains)
        {
            grains.Dispatch(request);
        }
        else
        {
            Reply(request, new ErrorMessage(request.Id, new OrleansMessageRejectionException($"A client holds no grains: {request}")));
        }
    }

    private void Route(RequestMessage message, IPendingCall? call, SiloAddress? to)
    {
        try
        {
            Send(message, call, to);
        }
        catch (Exception error) when (error is OrleansException or SerializerException)
        {
            if (call is null)
            {
                LogOneWayNotSent(Logger, error, message.Body.Method.ToString());
            }
            else if (_pending.TryTake(message.Id, out _))
            {
                call.Fail(error);
            }
        }
    }

    private void Send(RequestMessage message, IPendingCall? call, SiloAddress? to)
    {
        var isObserver = to is { } home && ObserverId.IsObserver(message.Target);
        while (!_closed)
        {
            var view = View;
            var target = IsBehindASilo(to) ? view.Any(message.Id) : to ?? Choose(message, view);
            message.ViewVersion = view.Version;
            if (target is not null)
            {
                if (call is null ? _transport.TrySend(target, message) : TrySend(target, message, call))
                {
                    return;
                }
            }

            to = isObserver ? to : null;
            if (isObserver || target is null || ++message.Attempts >= MaxAttempts || Refresh().Version == view.Version)
            {
                break;
            }
        }

        Undeliverable(message, isObserver);
    }

    private bool TrySend(SiloAddress target, RequestMessage message, IPendingCall call)
    {
        // In this order: who finds the silo lost in between must not think that the call was sent to it.
        Interlocked.Increment(ref call.Sending);
        call.SentTo = target;
        var sent = _transport.TrySend(target, message);
        if (!sent)
        {
            call.SentTo = null;
        }

        if (Interlocked.Decrement(ref call.Sending) == 0 && sent && IsLost(call, View) && _pending.TryTake(message.Id, out _))
        {
            call.Fail(SiloLost(call));
        }

        return sent;
    }

    private static bool IsLost(IPendingCall call, MembershipView view) => call.SentTo is { IsClient: false } silo && !view.Contains(silo);

    private static SiloUnavailableException SiloLost(IPendingCall call) => new($"The target silo became unavailable for message: {call.Message}.");

    private SiloAddress? Choose(RequestMessage message, MembershipView view) =>
        message.AnySilo ? (Grains is not null ? Address : view.Any(message.Id)) : view.OwnerOf(message.Target);

    private void Undeliverable(RequestMessage message, bool isObserver)
    {
        if (_pending.TryTake(message.Id, out var call))
        {
            call!.Fail(isObserver
                ? new ClientNotAvailableException(message.Target)
                : new SiloUnavailableException($"No silo is available for message: {message}."));
        }
        else if (message.Id == 0)
        {
            LogOneWayUndeliverable(Logger, message.Target, message.Body.Method.ToString());
        }
    }

    private void Retry(RefusalMessage refusal)
    {
        Adopt(refusal.View);
        if (!_pending.TryGet(refusal.Id, out var call))
        {
            return;
        }

        // Whoever refused it does not have it, and may leave before it is sent on.
        call!.SentTo = null;
        if (++call.Message.Attempts < MaxAttempts)
        {
            Route(call.Message, call, refusal.RetryAt);
        }
        else
        {
            Undeliverable(call.Message, isObserver: false);
        }
    }

    private void Sweep()
    {
        Observers.RemoveCollected();
        var now = _clock.GetTimestamp();
        _pending.FailWhere(call => call.Deadline <= now, TimeOut);
    }

    private TimeoutException TimeOut(IPendingCall call)
    {
        if (_options.CancelRequestOnTimeout && call.Message.Body.IsCancellable)
        {
            Abandon(call);
        }

        var timeout = call.Message.Body.Method.ResponseTimeout ?? _options.ResponseTimeout;
        return new($"Response did not arrive on time in {timeout} for message: {call.Message}.");
    }
}
