using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>Where each log begins for this socket.</summary>
internal sealed partial class Session
{
    private ReplayPhase _phase;

    /// <summary>The client did not say which positions it has: those that it confirmed count.</summary>
    public void OnResumeWaitOver()
    {
        if (TryEndHold())
        {
            StartAll();
        }
    }

    /// <inheritdoc />
    public void OnCaughtUp(Subscription subscription)
    {
        if (subscription == _inbox && subscription.State == SubscriptionState.Live)
        {
            ConfirmSoon(now: true);
        }
        else if (subscription.State == SubscriptionState.Ended && subscription.Audience.Log.IsConversation())
        {
            Forget(subscription);
        }
    }

    private bool TryEndHold()
    {
        lock (_gate)
        {
            if (_phase != ReplayPhase.Held)
            {
                return false;
            }

            _phase = ReplayPhase.Running;
            return true;
        }
    }

    /// <summary>Starts what has not started: each log behind its confirmed position.</summary>
    private void StartAll()
    {
        foreach (var subscription in Subscriptions())
        {
            if (subscription.State == SubscriptionState.Pending && subscription.Pending is not { IsCompleted: false } && subscription.Head.Epoch is not null)
            {
                Start(subscription, subscription.Confirmed, firstPage: null);
            }
        }
    }

    private void Start(Subscription subscription, LogPosition from, MessagePage? firstPage)
    {
        if (!subscription.TryClaimStart())
        {
            return;
        }

        subscription.StartedAt = from;
        subscription.Audience.Start(subscription, from, subscription.Head);
        _services.Replayer.Begin(subscription, firstPage);
    }

    private Subscription[] Subscriptions()
    {
        lock (_gate)
        {
            return _inbox is null ? [] : [_inbox, .. Listened()];
        }
    }

    /// <summary>
    /// A <c>resume</c> frame: the client's own positions. Logs that run already only get what lies between the client's position
    /// and the place where this socket began. The frames behind this one wait until all is planned.
    /// </summary>
    private async ValueTask ResumeAsync(ClientFrame frame)
    {
        TryEndHold();
        try
        {
            var inbox = frame.ResumeInbox is { } position ? RecoverAsync(roomId: null, _inbox!, position) : null;
            var rooms = await RecoverAllAsync(frame.ResumeRooms, RecoverRoomAsync);
            var groups = await RecoverAllAsync(frame.ResumeGroups, (id, position) => RecoverConversationAsync(LogId.Group(id), id, position));
            var privates = await RecoverAllAsync(frame.ResumePrivates, (id, position) => RecoverConversationAsync(LogId.Private(UserId, id), id, position));
            var recovered = inbox is null ? default : await inbox;
            var reply = ReplyFrames.Resumed(
                frame.Id,
                inbox is null ? null : recovered.Log,
                LogsOf(rooms),
                frame.ResumeGroups is null ? null : LogsOf(groups),
                frame.ResumePrivates is null ? null : LogsOf(privates));

            // What it announces of the inbox follows it, urgent or not.
            Send(reply, OutboundRank.Inbox);
            recovered.Begin?.Invoke();
            foreach (var (_, begin) in rooms.Concat(groups).Concat(privates))
            {
                begin?.Invoke();
            }

            Record();
        }
        catch (Exception e) when (TransientFault.Matches(e))
        {
            // A room is out of reach. Nothing was started: the client comes back with the same positions.
            LogResumeFailed(_services.Logger, e);
            _socket.Close(CloseCodes.TryAgainLater, TransientFault.MessageOf(e));
            return;
        }
        catch (Exception e)
        {
            SendFault(frame.Id, e);
        }

        StartAll();
    }

    private static async Task<(RecoveredLog Log, Action? Begin)[]> RecoverAllAsync(
        IReadOnlyDictionary<string, LogPosition>? positions, Func<string, LogPosition, Task<(RecoveredLog Log, Action? Begin)>> recover) =>
        positions is null ? [] : await Task.WhenAll(positions.Select(entry => recover(entry.Key, entry.Value)));

    private static RecoveredLog[] LogsOf((RecoveredLog Log, Action? Begin)[] recovered) => Array.ConvertAll(recovered, each => each.Log);

    private async Task<(RecoveredLog Log, Action? Begin)> RecoverRoomAsync(string roomId, LogPosition position)
    {
        var subscription = FindRoom(roomId);
        if (subscription is null)
        {
            if (RoomCount >= _services.Options.MaxRooms)
            {
                return (new RecoveredLog(roomId, 0, 0, null, RealtimeErrorCode.Forbidden), null);
            }

            var (_, fault) = await JoinAtOnceAsync(roomId, confirmed: null, owed: true);
            if (fault is not null || (subscription = FindRoom(roomId)) is null)
            {
                return (new RecoveredLog(roomId, 0, 0, null, fault is null ? RealtimeErrorCode.Conflict : TransientFault.CodeOf(fault)), null);
            }
        }
        else if (subscription.Pending is { IsCompleted: false } pending)
        {
            await pending;
        }

        return await RecoverAsync(roomId, subscription, position);
    }

    private async Task<(RecoveredLog Log, Action? Begin)> RecoverConversationAsync(LogId log, string id, LogPosition position)
    {
        var subscription = FindConversation(log);
        if (subscription is null)
        {
            // Not even a former member hears more of a group; a private conversation is its users' for ever, listened to or not.
            return log.Kind == LogKind.Private
                ? await RecoverQuietAsync(log, id, position)
                : (new RecoveredLog(id, 0, 0, null, RealtimeErrorCode.NotMember), null);
        }

        lock (_gate)
        {
            if (subscription.Pending is not null)
            {
                // Out of reach: it begins there when it can.
                subscription.StartedAt = position;
                return (new RecoveredLog(id, 0, 0, null, RealtimeErrorCode.Unavailable), null);
            }
        }

        return await RecoverAsync(id, subscription, subscription.NotBeforeFloor(position));
    }

    private async Task<(RecoveredLog Log, Action? Begin)> RecoverQuietAsync(LogId log, string id, LogPosition position)
    {
        Subscription subscription;
        lock (_gate)
        {
            if (_conversations?.Count >= _services.Options.MaxRooms)
            {
                return (new RecoveredLog(id, 0, 0, null, RealtimeErrorCode.Forbidden), null);
            }

            subscription = AddConversation(log, joinedSeq: 0, position, version: 0);
        }

        try
        {
            subscription.Head = await _services.Links.ListenAsync(subscription);
            return await RecoverAsync(id, subscription, position);
        }
        catch (Exception e)
        {
            Forget(subscription);
            if (TransientFault.Matches(e))
            {
                throw;
            }

            return (new RecoveredLog(id, 0, 0, null, TransientFault.CodeOf(e)), null);
        }
    }

    private async Task<(RecoveredLog Log, Action? Begin)> RecoverAsync(string? roomId, Subscription subscription, LogPosition position)
    {
        var started = subscription.State != SubscriptionState.Pending;
        try
        {
            var head = subscription.Head;
            if (started && position.Seq >= subscription.StartedAt.Seq && (position.Epoch is null || position.Epoch == subscription.StartedAt.Epoch))
            {
                return (new RecoveredLog(roomId, 0, subscription.Audience.PositionOf(subscription).Seq, head.Epoch), null);
            }

            var plan = await _services.Replayer.PlanAsync(subscription, position);
            var count = started ? Math.Max(0, Math.Min(plan.Count, subscription.StartedAt.Seq - position.Seq)) : plan.Count;
            var log = new RecoveredLog(roomId, count, plan.Last.Seq, plan.Last.Epoch, Complete: plan.Complete);
            return (log, started
                ? () => _ = _services.Replayer.FillAsync(subscription, position.Seq, subscription.StartedAt.Seq, plan.FirstPage)
                : () => StartAt(subscription, position, plan.FirstPage));
        }
        catch (Exception e)
        {
            // The replay itself goes on trying; only what it will bring is not known.
            return (new RecoveredLog(roomId, 0, 0, null, TransientFault.CodeOf(e)), started ? null : () => StartAt(subscription, position, null));
        }
    }

    private void StartAt(Subscription subscription, LogPosition position, MessagePage? firstPage)
    {
        subscription.Confirmed = position with { Epoch = position.Epoch ?? subscription.Head.Epoch };
        Start(subscription, position, firstPage);
    }
}
