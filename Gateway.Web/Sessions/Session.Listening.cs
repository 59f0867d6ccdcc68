using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>The conversations that a connection begins with.</summary>
internal sealed partial class Session
{
    private const int ListensAtOnce = 64;
    private const int MaxNotFound = 3;

    private static readonly TimeSpan ListenRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnreadWait = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Listens to what the user takes part in, then asks what is unread. In this order: what is sent in between is counted, or heard, or both.
    /// </summary>
    private async Task<IReadOnlyList<ConversationUnread>> ListenAtOnceAsync(Task<ConnectResult> connecting, SessionState? state)
    {
        var connected = await connecting;
        var subscriptions = Begin(connected, state, out var early);
        if (subscriptions.Count + early.Count > 0)
        {
            await ListenAtOnceAsync(subscriptions, early);
        }

        return subscriptions.Count + early.Count + connected.ConversationsVersion > 0 ? await ReadUnreadAsync() : [];
    }

    /// <summary>The list decides, whatever the session had: a client that comes back hears nothing of what its user left meanwhile.</summary>
    private List<Subscription> Begin(ConnectResult connected, SessionState? state, out List<Task> early)
    {
        early = [];
        var subscriptions = new List<Subscription>(connected.Conversations.Count);
        var ended = new List<LogId>();
        lock (_gate)
        {
            _listed = true;
            var positions = state?.Subscriptions.Where(position => position.Log.IsConversation()).ToDictionary(position => position.Log, position => position.Position);
            if (connected.ConversationsVersion == 0 && connected.Conversations.Count == 0 && _conversations is null && positions is not { Count: > 0 })
            {
                return subscriptions;
            }

            var table = _conversations ??= new ConversationTable();
            table.ListVersion = connected.ConversationsVersion;
            foreach (var conversation in connected.Conversations)
            {
                // What a resumed session that recorded its positions does not know, its user joined while it was away. A private conversation without a
                // beginning is only quiet.
                var log = conversation.Log;
                var position = default(LogPosition);
                var confirmed = positions?.Remove(log, out position) == true;
                var joined = state?.Inbox is not null && (log.Kind == LogKind.Group || conversation.JoinedSeq > 0);
                var from = confirmed ? position : joined ? Behind(conversation) : Subscription.Now;
                var subscription = AddConversation(log, JoinedSeqOf(conversation), from, connected.ConversationsVersion);
                subscription.RecordedSeq = confirmed ? position.Seq : -1;
                subscriptions.Add(subscription);
            }

            foreach (var log in positions?.Keys ?? Enumerable.Empty<LogId>())
            {
                (_removed ??= []).Add(log);
                ended.Add(log);
            }

            foreach (var change in table.TakeEarly())
            {
                Apply(change, table, ended);
            }

            early.AddRange(table.Subscriptions.Select(subscription => subscription.Pending).OfType<Task>());
        }

        foreach (var log in ended)
        {
            Tell(log, MemberActions.Removed);
        }

        return subscriptions;
    }

    private async Task ListenAtOnceAsync(List<Subscription> subscriptions, List<Task> early)
    {
        // Until a subscription's turn is over it counts as being joined.
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var subscription in subscriptions)
        {
            subscription.Pending = all.Task;
        }

        var next = -1;
        var workers = new Task[Math.Min(ListensAtOnce, subscriptions.Count)];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = WorkAsync();
        }

        _ = EndAsync(Task.WhenAll(workers), all);
        try
        {
            await Task.WhenAll([all.Task, .. early]).WaitAsync(_services.DeliverySettings.Value.AttachTimeout, _services.Time);
        }
        catch (TimeoutException)
        {
            // What is out of reach is told of, and followed up.
        }

        async Task WorkAsync()
        {
            for (var i = Interlocked.Increment(ref next); i < subscriptions.Count; i = Interlocked.Increment(ref next))
            {
                await ListenAsync(subscriptions[i], tellAdded: false);
            }
        }

        static async Task EndAsync(Task work, TaskCompletionSource all)
        {
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            all.TrySetResult();
        }
    }

    private async Task<IReadOnlyList<ConversationUnread>> ReadUnreadAsync()
    {
        try
        {
            var unread = await ((InboxOwner)_inbox!.Audience.Owner).GetUnreadAsync().WaitAsync(UnreadWait, _services.Time);
            return [.. unread.Where(each => each.Count > 0)];
        }
        catch (Exception e)
        {
            LogUnreadFailed(_services.Logger, e);
            return [];
        }
    }

    /// <summary>What waited for the first frame: changes that no log told of, and conversations that are out of reach.</summary>
    private void AnnounceConversations()
    {
        IReadOnlyList<(LogId Log, string Action)> untold = [];
        List<LogId> late = [];
        lock (_gate)
        {
            _announced = true;
            if (_conversations is not null)
            {
                untold = _conversations.TakeUntold();
                late.AddRange(_conversations.Subscriptions.Where(subscription => subscription.Pending is { IsCompleted: false }).Select(subscription => subscription.Audience.Log));
            }
        }

        foreach (var (log, action) in untold)
        {
            Send(ConversationFrames.Member(log.Key, UserId, action));
        }

        foreach (var log in late)
        {
            var name = log.Kind == LogKind.Group ? $"Group '{log.Key}'" : $"The conversation with '{log.PeerOf(UserId)}'";
            SendError(id: null, RealtimeErrorCode.Unavailable, $"{name} cannot be heard yet; it follows as soon as it can.");
        }
    }
}
