using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Tests.Delivery;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>A conversation's grain in memory: what its gateways see of it.</summary>
internal sealed class FakeConversation : IConversationGrain
{
    private int _attaches;
    private int _reads;

    public FakeConversation(LogId log)
    {
        Log = new FakeLog(log);
        Route = new FakeRoute(Log);
    }

    public FakeLog Log { get; }

    public FakeRoute Route { get; }

    public int Attaches => Volatile.Read(ref _attaches);

    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Attaches wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Reads wait for it.</summary>
    public Task ReadGate { get; set; } = Task.CompletedTask;

    /// <summary>Thrown by attaches while it is set.</summary>
    public Exception? Fault { get; set; }

    public LogPosition? AttachedFrom { get; private set; }

    public async Task AppendAsync(int count = 1, string? origin = null)
    {
        for (var i = 0; i < count; i++)
        {
            Log.Append(origin);
        }

        await Route.PumpAsync();
    }

    /// <summary>Appends the entry of a change; delivers it only if told so.</summary>
    public Task ChangeAsync(string userId, bool added, bool deliver = true)
    {
        Log.Append(MessageKind.Member, added ? MemberActions.Added : MemberActions.Removed, new MessageReference(userId));
        return deliver ? Route.PumpAsync() : Task.CompletedTask;
    }

    public async Task<AttachResult> AttachAsync(AttachRequest request)
    {
        Interlocked.Increment(ref _attaches);
        await Gate;
        if (Fault is { } fault)
        {
            throw fault;
        }

        request.Audience.ShouldBeEmpty();
        AttachedFrom = request.From;
        Route.Attach(request.Route, request.From, members: []);
        await Route.PumpAsync();
        return Log.Describe(members: 0);
    }

    public Task DetachAsync(GatewayAddress gateway)
    {
        Route.Detach();
        return Task.CompletedTask;
    }

    public async Task<MessagePage> ReadLogAsync(HistoryQuery query)
    {
        Interlocked.Increment(ref _reads);
        await ReadGate;
        return query.AfterSeq > Log.LastSeq
            ? new MessagePage(Array.Empty<Message>(), HasMore: false, Log.FirstSeq, Log.LastSeq, Log.Epoch)
            : await Log.ReadAsync(query);
    }

    public async Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages)
    {
        var receipts = await Log.PublishAsync(messages);
        await Route.PumpAsync();
        return receipts;
    }

    public Task<GroupInfo> CreateAsync(CreateGroup request) => throw new NotSupportedException();

    public Task<GroupInfo> GetAsync(Actor by) => throw new NotSupportedException();

    public Task<GroupInfo> RenameAsync(Actor by, string? name) => throw new NotSupportedException();

    public Task DeleteAsync(Actor by) => throw new NotSupportedException();

    public Task<MembersChange> AddMembersAsync(Actor by, IReadOnlyList<string> userIds) => throw new NotSupportedException();

    public Task<MembersChange> RemoveMemberAsync(Actor by, string userId) => throw new NotSupportedException();

    public Task<MembersPage> GetMembersAsync(Actor by, string? afterUserId, int limit) => throw new NotSupportedException();

    public Task<PublishReceipt> RecallAsync(Actor by, string messageId, string? clientId, string? originSessionId) => throw new NotSupportedException();

    public Task<ReadState> MarkReadAsync(string userId, long seq, string? originSessionId) => throw new NotSupportedException();

    public Task<MessageReceipts> GetReceiptsAsync(Actor by, string messageId) => throw new NotSupportedException();

    public Task<ConversationUnread?> GetUnreadAsync(string userId, int messages) => throw new NotSupportedException();

    public Task TypingAsync(string userId, string? originSessionId) => throw new NotSupportedException();

    public Task<ConversationPresence> GetPresenceAsync(Actor by) => throw new NotSupportedException();

    public Task PresenceChangedAsync(string userId, bool online) => throw new NotSupportedException();

    public Task<LogDescription> DescribeAsync(Actor by) => throw new NotSupportedException();

    public Task<MessagePage> GetHistoryAsync(Actor by, HistoryQuery query) => throw new NotSupportedException();
}
