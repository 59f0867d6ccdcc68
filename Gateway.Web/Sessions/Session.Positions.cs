using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>What the client has for certain, and how the session's grain and the inbox hear of it.</summary>
internal sealed partial class Session
{
    private static readonly TimeSpan RecordRetry = TimeSpan.FromSeconds(1);

    private uint _markedPing;
    private bool _dirty;
    private bool _recording;

    // A socket that took the session over while this one was being opened could not be told so: the grain is asked once.
    private bool _holdUncertain;
    private TaskCompletionSource? _recorded;
    private bool _updating;

    /// <inheritdoc />
    public void ConfirmSoon(bool now) => _socket.RequestPing(now ? TimeSpan.Zero : _services.Options.ConfirmWithin);

    /// <inheritdoc />
    public void OnPing(uint number)
    {
        lock (_gate)
        {
            if (_markedPing != 0 || _inbox is null)
            {
                // The pong to an earlier ping confirms first; it asks for the next ping itself if need be.
                return;
            }

            _markedPing = number;
            Mark(_inbox);
            foreach (var subscription in Listened())
            {
                Mark(subscription);
            }
        }
    }

    /// <inheritdoc />
    public void OnPong(uint number)
    {
        var moved = false;
        LogPosition? inbox = null;
        lock (_gate)
        {
            if (_markedPing == 0 || number < _markedPing || _inbox is null)
            {
                return;
            }

            _markedPing = 0;
            foreach (var subscription in Listened())
            {
                moved |= ConfirmMarked(subscription);
            }

            if (ConfirmMarked(_inbox))
            {
                moved = true;
                inbox = _inbox.Confirmed;
            }
        }

        if (inbox is { } position)
        {
            _ = _services.Confirmations.ConfirmAsync(_inbox.Audience, position);
        }

        if (moved)
        {
            Record();
        }

        if (_inbox.State == SubscriptionState.Live && _inbox.Audience.PositionOf(_inbox).Seq > _inbox.Confirmed.Seq)
        {
            ConfirmSoon(now: false);
        }
    }

    /// <summary>States everything to the session's grain again: its silo may be lost, and the session with it.</summary>
    public void Restate()
    {
        lock (_gate)
        {
            ForgetRecorded();
        }

        Record();
    }

    /// <summary>The client has a log up to a position. Positions only grow within an epoch.</summary>
    private static bool Confirm(Subscription subscription, LogPosition position)
    {
        if (position.Epoch is null || (position.Epoch == subscription.Confirmed.Epoch && position.Seq <= subscription.Confirmed.Seq))
        {
            return false;
        }

        subscription.Confirmed = position;
        return true;
    }

    private static void Mark(Subscription subscription) =>
        subscription.Marked = subscription.State is SubscriptionState.Live or SubscriptionState.CatchingUp
            ? subscription.Audience.PositionOf(subscription)
            : null;

    private static bool ConfirmMarked(Subscription subscription)
    {
        var marked = subscription.Marked;
        subscription.Marked = null;
        return marked is { } position && Confirm(subscription, position);
    }

    /// <summary>Tells the session's grain what changed; what changes while a call is under way goes out with the next.</summary>
    private void Record()
    {
        lock (_gate)
        {
            _dirty = true;
            if (_recording || _ending is not null || !_announced)
            {
                return;
            }

            _recording = true;
        }

        _ = RecordAsync();
    }

    private async Task RecordAsync()
    {
        while (TakeUpdate() is { } update)
        {
            var taken = await TryUpdateAsync(update);
            lock (_gate)
            {
                _updating = false;
                _recorded?.TrySetResult();
            }

            if (!taken)
            {
                await _services.Time.DelayAsync(RecordRetry);
            }
        }
    }

    private async Task<bool> TryUpdateAsync(SessionUpdate update)
    {
        try
        {
            var hold = update.Positions.Count + update.Removed.Count == 0 && !_holdUncertain
                ? SessionHold.Held
                : await Grain.UpdateAsync(SocketId, update);
            _holdUncertain = false;
            if (hold == SessionHold.TakenOver)
            {
                _socket.Close(CloseCodes.SessionTakenOver, "A newer socket goes on with this session.");
            }
            else if (hold == SessionHold.Unknown && !_closedByOrder)
            {
                await OpenGrainAsync(resume: false);
                Unrecord([]);
            }

            return true;
        }
        catch (Exception e)
        {
            LogUpdateFailed(_services.Logger, e);
            Unrecord(update.Removed);
            return false;
        }
    }

    /// <summary>Done when no update is on its way: the last one must not overtake it, since calls in flight together have no order.</summary>
    private Task RecordedAsync()
    {
        lock (_gate)
        {
            return _updating ? (_recorded ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
        }
    }

    private SessionUpdate? TakeUpdate()
    {
        lock (_gate)
        {
            if (!_dirty || _ending is not null)
            {
                _recording = false;
                return null;
            }

            _dirty = false;
            _updating = true;
            return BuildUpdate();
        }
    }

    private void Unrecord(IReadOnlyList<LogId> removed)
    {
        lock (_gate)
        {
            ForgetRecorded();
            foreach (var log in removed)
            {
                if (log.IsConversation() ? _conversations?.Find(log) is null : _rooms?.ContainsKey(log.Key) != true)
                {
                    (_removed ??= []).Add(log);
                }
            }

            _dirty = true;
        }
    }

    private void ForgetRecorded()
    {
        if (_inbox is not null)
        {
            _inbox.RecordedSeq = -1;
        }

        foreach (var subscription in Listened())
        {
            subscription.RecordedSeq = -1;
        }
    }

    /// <summary>Rooms and conversations; the lock is held.</summary>
    private IEnumerable<Subscription> Listened() => _conversations is null
        ? _rooms?.Values ?? Enumerable.Empty<Subscription>()
        : (_rooms?.Values ?? Enumerable.Empty<Subscription>()).Concat(_conversations.Subscriptions);

    // The lock is held.
    private SessionUpdate BuildUpdate()
    {
        var positions = new List<SessionPosition>();
        if (_inbox!.Head.Epoch is not null)
        {
            // Otherwise the socket ended before it was open, and knows nothing that the session does not.
            Collect(_inbox, positions);
        }

        foreach (var subscription in Listened())
        {
            // At the end of the connection all subscriptions are over, but for the session only those that are being left are.
            var kept = _ending is null ? subscription.State != SubscriptionState.Ended : subscription.Pending is not { IsCompleted: false };
            if (kept && subscription.Head.Epoch is not null)
            {
                Collect(subscription, positions);
            }
        }

        var update = new SessionUpdate(positions, _removed ?? []);
        _removed = null;
        return update;
    }

    private static void Collect(Subscription subscription, List<SessionPosition> positions)
    {
        if (subscription.RecordedSeq != subscription.Confirmed.Seq)
        {
            subscription.RecordedSeq = subscription.Confirmed.Seq;
            positions.Add(new SessionPosition(subscription.Audience.Log, subscription.Confirmed));
        }
    }
}
