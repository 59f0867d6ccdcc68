using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;
using Orleans.Runtime;

namespace Orleans.Realtime.Grains.Users;

/// <summary>One user: inbox and live connections. Calls interleave at awaits. A user with connections stays.</summary>
internal sealed partial class UserGrain : Grain, IUserGrain, ILogOwner
{
    private readonly IPersistentState<UserState> _state;
    private readonly UserGrainServices _services;
    private readonly LogDelivery<UserConnection> _inbox;
    private IDisposable? _counted;
    private bool _online;
    private bool _seenChanged;

    public UserGrain(
        [PersistentState("user", RealtimeStorage.Name)] IPersistentState<UserState> state,
        UserGrainServices services)
    {
        (_state, _services) = (state, services);
        _inbox = new(services.Log, LogId.Inbox(this.GetPrimaryKeyString()), this);
    }

    public async Task<ConnectResult> ConnectAsync(ConnectRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var connection = request.Connection;
        await _inbox.Writer.OpenAsync();
        RemoveElsewhere(connection);
        if (IsFull(connection))
        {
            await _inbox.Routes.DropDeadAsync();
            RemoveElsewhere(connection);
            if (IsFull(connection))
            {
                throw new RealtimeException(RealtimeErrorCode.Forbidden, $"The user has {_services.Options.MaxConnectionsPerUser} connections already.");
            }
        }

        var route = _inbox.Routes.Find(request.Route.Address)
            ?? _inbox.Routes.Attach(request.Route, from: null, new(1, StringComparer.Ordinal));
        route.Listeners[connection.SessionId] = connection;
        Watch(connection.Gateway);
        AnnouncePresence();
        var (last, epoch, pending) = (_inbox.LastSeq, _inbox.Epoch, Pending);
        if (pending > 0)
        {
            // Messages may have grown too old since the log was written last: what is announced must be there to be read.
            await TrimAsync();
            pending = (int)Math.Min(pending, Math.Max(0, last - Math.Max(_inbox.Writer.AckedSeq, _inbox.Writer.Head.FirstSeq - 1)));
        }

        return new(last, epoch, _inbox.Writer.AckedSeq, pending, _services.Log.HostId, Listened(), _state.State.ConversationsVersion);
    }

    public Task DisconnectAsync(GatewayAddress gateway, string sessionId)
    {
        if (_inbox.Routes.Find(gateway) is { } route && route.Listeners.Remove(sessionId) && route.Listeners.Count == 0)
        {
            RemoveRoute(gateway);
        }

        return Task.CompletedTask;
    }

    public async Task<AttachResult> AttachAsync(AttachRequest request, IReadOnlyList<UserConnection> connections)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(connections);
        await _inbox.Writer.OpenAsync();
        if (connections.Count == 0)
        {
            RemoveRoute(request.Route.Address);
        }
        else
        {
            var known = _inbox.Routes.Find(request.Route.Address) is not null;
            _inbox.Routes.Attach(request.Route, request.From, connections.ToDictionary(connection => connection.SessionId, StringComparer.Ordinal));

            Watch(request.Route.Address);
            if (!known)
            {
                // The gateway may have missed changes that another activation would have told it.
                _announcedOnline = true;
                _ = TellWholeAsync(request.Route);
            }
        }

        return new(_inbox.LastSeq, _inbox.Epoch, _inbox.Routes.ListenerCount, _services.Log.HostId, Known: true);
    }

    public async Task<IReadOnlyList<PublishReceipt>> SendAsync(IReadOnlyList<Message> messages)
    {
        var online = _online;
        var receipts = await _inbox.PublishAsync(messages);
        return online ? receipts.Select(receipt => receipt with { Online = true }).ToArray() : receipts;
    }

    public Task AcknowledgeAsync(LogPosition position) => _inbox.Writer.AcknowledgeAsync(position);

    public Task<MessagePage> ReadInboxAsync(HistoryQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _inbox.Writer.ReadAsync(query);
    }

    public async Task<IReadOnlyList<UserConnection>> GetConnectionsAsync()
    {
        await _inbox.Routes.DropDeadAsync();
        return _inbox.Routes.All.SelectMany(route => route.Listeners.Values).ToArray();
    }

    public async Task<UserPresence> GetPresenceAsync()
    {
        await _inbox.Routes.DropDeadAsync();
        return new(_online, _state.State.LastSeenUnixMs);
    }

    public async Task<UserDescription> DescribeAsync()
    {
        await _inbox.Writer.OpenAsync();
        await _inbox.Routes.DropDeadAsync();
        var conversations = _state.State.Conversations;
        return new(
            _inbox.Describe(),
            Pending,
            new(_online, _state.State.LastSeenUnixMs),
            _inbox.Routes.ListenerCount,
            [.. _inbox.Routes.All.SelectMany(route => route.Listeners.Values).Take(UserDescription.MaxConnections)],
            conversations.Count,
            [.. conversations.Take(UserDescription.MaxConversations).Select(entry => new UserConversation(entry.Log, entry.JoinedSeq))]);
    }

    private int Pending => (int)Math.Min(int.MaxValue, Math.Max(0, _inbox.LastSeq - Math.Max(_inbox.Writer.AckedSeq, _inbox.Writer.Head.FirstSeq - 1)));

    private bool IsFull(UserConnection connection) =>
        _services.Options.MaxConnectionsPerUser > 0
        && _inbox.Routes.ListenerCount >= _services.Options.MaxConnectionsPerUser
        && _inbox.Routes.Find(connection.Gateway)?.Listeners.ContainsKey(connection.SessionId) != true;

    /// <summary>A session has one socket: where it was before, it no longer is.</summary>
    private void RemoveElsewhere(UserConnection connection)
    {
        foreach (var route in _inbox.Routes.All)
        {
            if (route.Pump.Address != connection.Gateway && route.Listeners.Remove(connection.SessionId))
            {
                if (route.Listeners.Count == 0)
                {
                    RemoveRoute(route.Pump.Address);
                }

                return;
            }
        }
    }
}
