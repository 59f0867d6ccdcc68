using System.Text.Json;
using Orleans.Realtime.Client.Connections;
using Orleans.Realtime.Client.Listening;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Protocol;
using Orleans.Realtime.Client.Receiving;
using Orleans.Realtime.Client.Sending;

namespace Orleans.Realtime.Client.Sessions;

/// <summary>
/// What outlives a connection: the session's id, positions, requests without answer. It brings them together when a connection comes or goes. All of it runs
/// under the client's gate.
/// </summary>
internal sealed partial class Session : IConnectionOwner, IDeliveryOwner, IDisposable
{
    private const string ResumeId = "resume";

    private readonly ClientContext _context;
    private readonly List<TaskCompletionSource> _connecting = [];
    private bool _hasToldOverflow;

    public Session(ClientContext context)
    {
        _context = context;
        var snapshot = context.Options.Snapshot;
        Outbox = new Outbox(context);
        Acks = new InboxAcks(context);
        Inflow = new Inflow(Outbox, this, context.Options.Delivery.RepairGaps, snapshot);
        Connection = new Connection(context, this);
        Dispatcher = new Dispatcher(context, Handled, CaughtUp);
        (SessionIdKnown, UserId) = (snapshot?.SessionId, snapshot?.UserId);
        if (snapshot?.Inbox is { } inbox)
        {
            Acks.Begin(inbox.Seq);
        }
    }

    public Outbox Outbox { get; }

    public InboxAcks Acks { get; }

    public Inflow Inflow { get; }

    public Connection Connection { get; }

    public Dispatcher Dispatcher { get; }

    public IExtension? Streams { get; set; }

    public string? UserId { get; private set; }

    /// <summary>The session's id, where the server has given one.</summary>
    public string? SessionIdKnown { get; private set; }

    // With an id in the query the server waits for our positions before it goes on by itself: an unknown one does, too.
    string? IConnectionOwner.SessionId => SessionIdKnown ?? (Inflow.Logs.HasPositions ? Outbox.NewId() : null);

    public ClientSnapshot Snapshot()
    {
        var logs = Inflow.Logs;
        return new ClientSnapshot
        {
            UserId = UserId,
            SessionId = SessionIdKnown,
            Inbox = logs.Inbox?.Position is { } inbox ? inbox with { Seq = Acks.Done ?? inbox.Seq } : null,
            Rooms = logs.Positions(RealtimeLog.Room, log => log.Handled),
            Groups = logs.Positions(RealtimeLog.Group, log => log.Handled),
            Privates = logs.Positions(RealtimeLog.Private, log => log.Handled),
        };
    }

    /// <summary>Done with the next connection; fails when the client is closed before.</summary>
    public Task ConnectedAsync()
    {
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connecting.Add(connected);
        return connected.Task;
    }

    /// <summary>What failed, and is nobody's answer.</summary>
    public void Failed(RealtimeClientException error)
    {
        LogFailed(_context.Logger, error.Code, error.Message);
        Dispatcher.Post(new ClientError(error));
    }

    public bool HasRoom(RealtimeLog kind)
    {
        if (Dispatcher.HasRoom(kind))
        {
            return true;
        }

        if (!_hasToldOverflow)
        {
            _hasToldOverflow = true;
            var error = new RealtimeClientException(RealtimeErrorCodes.Overflow, $"{_context.Options.Delivery.MaxBuffered} events wait for handlers that are too slow.");
            LogFailed(_context.Logger, error.Code, error.Message);
            Dispatcher.PostAlways(new ClientError(error));
        }

        if (kind == RealtimeLog.Inbox && !Connection.IsHeld)
        {
            // What a live connection has taken of the inbox counts as received: so there must be none. Requests fail meanwhile: a handler that
            // waits for an answer would otherwise wait for itself.
            Connection.Hold("handlers of the inbox are too slow");
            Outbox.Close(RealtimeErrorCodes.Overflow, "The client waits for its handlers.");
        }

        return false;
    }

    public void Deliver(Log log, ServerFrame frame)
    {
        if (EventReader.Read(frame, log, log.Id) is { } occurrence)
        {
            if (frame.Seq is { } seq)
            {
                Dispatcher.Post(occurrence, log, seq);
            }
            else
            {
                Dispatcher.Post(occurrence);
            }
        }

        ForgetLeft(frame);
    }

    public void Tell(Gap gap)
    {
        if (gap is { Log: RealtimeLog.Inbox, IsReset: true })
        {
            Acks.Begin(Math.Max(0, gap.ToSeq));
        }

        LogGap(_context.Logger, gap.Log, gap.FromSeq, gap.ToSeq, gap.IsReset);
        Dispatcher.PostAlways(gap);
    }

    public void Dispose() => Dispatcher.Dispose();

    void IConnectionOwner.ForgetSession() => SessionIdKnown = null;

    void IConnectionOwner.Opened()
    {
        if (Inflow.Logs.HasPositions)
        {
            Connection.Send(ResumeFrame());
        }
    }

    void IConnectionOwner.Connected(ServerFrame frame)
    {
        var userId = frame.UserId ?? "";
        if (UserId is not null && UserId != userId)
        {
            Inflow.Logs.ForgetUser();
        }

        UserId = userId;
        SessionIdKnown = frame.Root.Text("session_id");
        if (Inflow.Logs.Inbox is null && frame.Root.TryGet("inbox", out var inbox))
        {
            // What waits follows now: it lies between here and what comes next.
            var seq = (inbox.Number("next_seq") ?? 1) - 1 - (inbox.Number("pending") ?? 0);
            Inflow.Logs.Inbox = new Log(RealtimeLog.Inbox, "", new LogPosition(seq, inbox.Text("epoch")));
            Acks.Begin(seq);
        }

        var isResumed = frame.Root.IsTrue("resumed");
        if (!isResumed)
        {
            AwaitOwn();
        }

        Dispatcher.Post(ConnectedFrom(frame, isResumed));
        Outbox.Attach(Connection.Ask);
        Acks.Attach(Connection.Send);
        Streams?.Attach();
    }

    void IConnectionOwner.Lost()
    {
        // First, so that what is given up for want of a connection finds nothing that waits for it.
        Inflow.Lost();
        Outbox.Detach();
        Acks.Detach();
        Streams?.Detach();
    }

    void IConnectionOwner.Shrink() => Outbox.DropLargest();

    void IConnectionOwner.Changed(StateChange change)
    {
        if (change.State == RealtimeConnectionState.Closed)
        {
            var error = change.Error ?? new RealtimeClientException(RealtimeErrorCodes.Closed, "The client was closed.");
            Outbox.Close(error.Code, error.Message, change.CloseCode);
            Streams?.Close(change.Error);
            Complete(connecting => connecting.TrySetException(error));
        }
        else if (!Connection.IsHeld)
        {
            Outbox.Open();
        }

        if (change.State == RealtimeConnectionState.Connected)
        {
            Complete(connecting => connecting.TrySetResult());
        }

        Dispatcher.Post(change);
        if (change.State == RealtimeConnectionState.Closed)
        {
            Dispatcher.EndLoops(change.Error);
        }
    }

    void IConnectionOwner.Authenticate(string token, Action<Exception?> done) =>
        Outbox.Add(new Request
        {
            Type = "auth",
            OnLoss = LossPolicy.Drop,
            Fields = writer => writer.WriteString("token"u8, token),
            OnReply = _ => done(null),
            OnFailure = done,
        });

    private static ConnectedEvent ConnectedFrom(ServerFrame frame, bool isResumed) =>
        new()
        {
            SessionId = frame.Root.Text("session_id") ?? "",
            UserId = frame.UserId ?? "",
            IsResumed = isResumed,
            InstanceId = frame.Root.Text("instance_id") ?? "",
            Unread = [.. frame.Root.Objects("unread").Select(Unread).OfType<UnreadCount>()],
        };

    private static UnreadCount? Unread(JsonElement unread)
    {
        var (group, peer) = (unread.Text("group_id"), unread.Text("peer_user_id"));
        ChatTarget? target = group is { Length: > 0 } ? ChatTarget.Group(group) : peer is { Length: > 0 } ? ChatTarget.User(peer) : null;
        return target is { } conversation ? new UnreadCount(conversation, unread.Number("count") ?? 0, unread.Number("last_seq") ?? 0) : null;
    }

    private void Complete(Action<TaskCompletionSource> complete)
    {
        _connecting.ForEach(complete);
        _connecting.Clear();
    }

    private void Handled(Delivered delivered)
    {
        if (delivered.Log?.Close() is { } seq && delivered.IsFromInbox && !_context.Options.Inbox.AcknowledgeByHand)
        {
            Acks.Acknowledge(seq);
        }
    }

    private void CaughtUp()
    {
        _hasToldOverflow = false;
        if (Connection.IsHeld)
        {
            Connection.Release();
        }
        else if (Inflow.IsBehind)
        {
            Connection.Renew("handlers have caught up");
        }
    }

    // The server knows what came from this session, and does not send it back. Of a session that it forgot it does: then only the answers to
    // what was repeated tell which messages are our own, and the log waits for them.
    private void AwaitOwn()
    {
        foreach (var log in Inflow.Logs.Chats)
        {
            Inflow.HoldUntilAnswered(log);
        }
    }
}
