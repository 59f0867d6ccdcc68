using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>From the handshake to the first frame.</summary>
internal sealed partial class Session
{
    /// <summary>Runs the socket to its end, and opens the session meanwhile; the client's frames wait for that. Done when the socket has ended.</summary>
    public Task RunAsync(SessionRequest request)
    {
        // The socket first: what the opening asks of it, a ping for example, needs it to run.
        var running = _socket.RunAsync(this);
        _ = OpenAsync(request);
        return running;
    }

    private async Task OpenAsync(SessionRequest request)
    {
        await TryOpenAsync(request);
        _opened!.SetResult();
        (_opened, _opening) = (null, Task.CompletedTask);
    }

    private async Task TryOpenAsync(SessionRequest request)
    {
        try
        {
            var state = await FindAsync(request);
            var resumed = state is not null;
            if (!resumed)
            {
                SessionId = NewId();
            }

            _connection = new UserConnection(
                SessionId, _services.Lanes.Address, _services.Time.GetUtcNow().ToUnixTimeMilliseconds(), request.Remote);
            if (!_services.Registry.TryAdd(this, out var older))
            {
                // Several sockets came for the session at once, and a later one of them overtook this.
                CloseByOrder(CloseCodes.SessionTakenOver, "A newer socket goes on with this session.");
                return;
            }

            if (older is not null)
            {
                await older.ReplaceAsync();
            }

            var opening = resumed ? Task.CompletedTask : OpenGrainAsync(resume: false);
            _inbox = _services.Audiences.Add(LogId.Inbox(UserId), this);
            var connecting = _services.Links.ConnectAsync(_inbox);
            var listening = ListenAtOnceAsync(connecting, state);
            var rooms = JoinAtOnceAsync(state, request.RoomIds);
            await Task.WhenAll(opening, connecting, listening, rooms);
            Announce(await connecting, state, held: request.SessionId is not null, await listening, await rooms);
        }
        catch (RealtimeException e) when (e.Code == RealtimeErrorCode.Forbidden)
        {
            // FindAsync closed already when the session is another's; what is left is the limit of connections.
            _socket.Close(CloseCodes.PolicyViolation, e.Message);
        }
        catch (Exception e)
        {
            LogOpenFailed(_services.Logger, e);
            _socket.Close(TransientFault.Matches(e) ? CloseCodes.TryAgainLater : CloseCodes.InternalError, TransientFault.MessageOf(e));
        }
    }

    /// <summary>The session that the client came back to; <see langword="null"/> when it is to get a new one.</summary>
    private async Task<SessionState?> FindAsync(SessionRequest request)
    {
        if (!Identifiers.IsMessageId(request.SessionId))
        {
            return null;
        }

        SessionId = request.SessionId!;
        try
        {
            var state = await OpenGrainAsync(resume: true);
            return state.Found ? state : null;
        }
        catch (RealtimeException e) when (e.Code == RealtimeErrorCode.Forbidden)
        {
            _socket.Close(CloseCodes.NotYourSession, "The session belongs to another user.");
            throw;
        }
    }

    private async Task<SessionState> OpenGrainAsync(bool resume)
    {
        var state = await GrainRetry.RunAsync(
            _services.Time,
            _services.DeliverySettings.Value.AttachTimeout,
            (Session: this, resume),
            static call => call.Session.Grain.OpenAsync(new OpenSession(
                call.Session.UserId,
                call.Session.SocketId,
                call.Session._services.Lanes.Address,
                call.Session._services.Lanes.ControlLane,
                call.resume)));
        Hold = state.Hold;
        return state;
    }

    /// <summary>Joins the session's rooms and those of the query. One that fails costs an error frame, not the connection.</summary>
    private async Task<IReadOnlyList<(string RoomId, Exception Fault)>> JoinAtOnceAsync(SessionState? state, IReadOnlyList<string> roomIds)
    {
        var joins = new List<Task<(string, Exception?)>>();
        foreach (var (log, position) in state?.Subscriptions ?? [])
        {
            if (log.Kind == LogKind.Room)
            {
                joins.Add(JoinAtOnceAsync(log.Key, position, owed: true));
            }
        }

        foreach (var roomId in roomIds)
        {
            if (FindRoom(roomId) is null)
            {
                joins.Add(JoinAtOnceAsync(roomId, confirmed: null, owed: false));
            }
        }

        var results = await Task.WhenAll(joins);
        return [.. results.Where(result => result.Item2 is not null).Select(result => (result.Item1, result.Item2!))];
    }

    /// <summary>
    /// A room that is owed to the client, because its session or its positions name it, is never left out for a fault that passes: the socket could only
    /// go on without it in silence. So that fault is thrown, and ends the socket; the session keeps the room.
    /// </summary>
    private async Task<(string RoomId, Exception? Fault)> JoinAtOnceAsync(string roomId, LogPosition? confirmed, bool owed)
    {
        var subscription = _services.Audiences.Add(LogId.Room(roomId), this);
        AddRoom(roomId, subscription);
        try
        {
            var result = await _services.Links.JoinRoomAsync(subscription);
            subscription.Head = new LogPosition(result.LastSeq, result.Epoch);
            subscription.Confirmed = confirmed ?? subscription.Head;
            subscription.RecordedSeq = confirmed?.Seq ?? -1;
            return (roomId, null);
        }
        catch (Exception e)
        {
            var passes = owed && TransientFault.Matches(e);
            RemoveRoom(roomId, subscription, forSession: !passes);
            await _services.Links.LeaveAsync(subscription, tellOwner: false);
            if (passes)
            {
                throw;
            }

            return (roomId, e);
        }
    }

    private void Announce(
        ConnectResult inbox,
        SessionState? state,
        bool held,
        IReadOnlyList<ConversationUnread> unread,
        IReadOnlyList<(string RoomId, Exception Fault)> faults)
    {
        _inbox!.Head = new LogPosition(inbox.LastSeq, inbox.Epoch);
        _inbox.Confirmed = state?.Inbox ?? new LogPosition(inbox.AckedSeq, inbox.Epoch);
        _inbox.RecordedSeq = state?.Inbox?.Seq ?? -1;
        var pending = state?.Inbox is { } position && position.Epoch == inbox.Epoch
            ? Math.Min(inbox.LastSeq - position.Seq, inbox.Pending)
            : inbox.Pending;
        // Urgent, so that nothing that is goes before it.
        _socket.TryEnqueue(OutboundFrame.Text(ServerFrames.Connected(new ConnectedFrame(
            SessionId,
            UserId,
            _services.Time.GetUtcNow(),
            Resumed: state is not null,
            _services.Lanes.Address.InstanceId,
            _services.SocketSettings.Value.PingInterval,
            inbox.LastSeq + 1,
            pending,
            inbox.Epoch,
            unread)), OutboundRank.Urgent));

        // Before the client can know: what it causes others to signal from now on is for it.
        _greeted = true;
        _socket.Flush();
        AnnounceConversations();
        _holdUncertain = state is not null;
        foreach (var (roomId, fault) in faults)
        {
            SendError(id: null, TransientFault.CodeOf(fault), $"Room '{roomId}' could not be subscribed: {TransientFault.MessageOf(fault)}");
        }

        lock (_gate)
        {
            _phase = held ? ReplayPhase.Held : ReplayPhase.Running;
        }

        Record();
        if (held)
        {
            _services.ResumeWaits.Add(this);
        }
        else
        {
            StartAll();
        }
    }
}
