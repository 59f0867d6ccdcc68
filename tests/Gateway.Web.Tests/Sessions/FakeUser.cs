using Orleans.Realtime.Gateway.Web.Tests.Delivery;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>A user's grain in memory.</summary>
internal sealed class FakeUser : IUserGrain
{
    public FakeUser(string key)
    {
        Log = new FakeLog(LogId.Inbox(key));
        Route = new FakeRoute(Log);
    }

    public FakeLog Log { get; }

    public FakeRoute Route { get; }

    public long Acked { get; private set; }

    public int Attaches { get; private set; }

    /// <summary>Attaches wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int MaxConnections { get; set; } = 10;

    /// <summary>What connecting answers; adding and removing here tells nobody.</summary>
    public Dictionary<LogId, long> Conversations { get; } = [];

    public long Version { get; set; }

    public List<ConversationUnread> Unread { get; } = [];

    public int UnreadCalls { get; private set; }

    /// <summary>The answer to the counting of what is unread waits for it.</summary>
    public Task UnreadGate { get; set; } = Task.CompletedTask;

    /// <summary>Answers to connecting wait for it; what they say is of before.</summary>
    public Task ConnectGate { get; set; } = Task.CompletedTask;

    /// <summary>The user takes part in a group, which its connections are not told.</summary>
    public void Join(string groupId, long joinedSeq = 0)
    {
        Conversations[LogId.Group(groupId)] = joinedSeq;
        Version++;
    }

    public async Task AppendAsync(int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            Log.Append();
        }

        await Route.PumpAsync();
    }

    public async Task<ConnectResult> ConnectAsync(ConnectRequest request)
    {
        if (Route.Members.Count >= MaxConnections)
        {
            throw new RealtimeException(RealtimeErrorCode.Forbidden, "The user has too many connections.");
        }

        Route.Join(request.Connection.SessionId, request.Route);
        var conversations = Conversations.Select(entry => new UserConversation(entry.Key, entry.Value)).ToArray();
        var result = new ConnectResult(Log.LastSeq, Log.Epoch, Acked, (int)(Log.LastSeq - Math.Max(Acked, Log.FirstSeq - 1)), "silo-1", conversations, Version);
        await ConnectGate;
        return result;
    }

    public Task DisconnectAsync(GatewayAddress gateway, string sessionId)
    {
        Route.Leave(sessionId, detachAfterLast: true);
        return Task.CompletedTask;
    }

    public async Task<AttachResult> AttachAsync(AttachRequest request, IReadOnlyList<UserConnection> connections)
    {
        Attaches++;
        await Gate;
        Route.Attach(request.Route, request.From, connections.Select(connection => connection.SessionId));
        await Route.PumpAsync();
        return Log.Describe(connections.Count);
    }

    public async Task<IReadOnlyList<PublishReceipt>> SendAsync(IReadOnlyList<Message> messages)
    {
        var receipts = await Log.PublishAsync(messages);
        await Route.PumpAsync();
        return receipts;
    }

    public Task AcknowledgeAsync(LogPosition position)
    {
        if (position.Seq > Log.LastSeq)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, "The position is beyond the inbox's last.");
        }

        Acked = Math.Max(Acked, position.Seq);
        return Task.CompletedTask;
    }

    public Task<MessagePage> ReadInboxAsync(HistoryQuery query) => Log.ReadAsync(query);

    public Task<IReadOnlyList<UserConnection>> GetConnectionsAsync() => Task.FromResult<IReadOnlyList<UserConnection>>([]);

    public Task<UserPresence> GetPresenceAsync() => Task.FromResult(new UserPresence(Route.Attached, null));

    public Task JoinConversationAsync(UserConversation conversation) => throw new NotSupportedException();

    public Task LeaveConversationAsync(LogId conversation) => throw new NotSupportedException();

    public Task ConversationActiveAsync(LogId conversation, long lastSeq) => throw new NotSupportedException();

    public Task<IReadOnlyList<UserConversation>> GetConversationsAsync() => throw new NotSupportedException();

    public Task<UserDescription> DescribeAsync() => throw new NotSupportedException();

    public async Task<IReadOnlyList<ConversationUnread>> GetUnreadAsync(int messages)
    {
        UnreadCalls++;
        await UnreadGate;
        return Unread.ToArray();
    }
}
