using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>
/// The groups and private conversations of the user, while it is connected. Two tell of changes, each what the other may miss: the log, where an entry
/// ends a membership, and the user's grain, whose list decides.
/// </summary>
internal sealed partial class Session
{
    // Null until there is one: most connections of an application without groups never have a conversation.
    private ConversationTable? _conversations;
    private bool _listed;

    /// <inheritdoc />
    public async Task OnConversationsChangedAsync(ConversationChange change)
    {
        var kept = true;
        var pending = new List<Task>();
        var ended = new List<LogId>();
        lock (_gate)
        {
            if (_ending is not null)
            {
                return;
            }

            var table = _conversations ??= new ConversationTable();
            if (_listed)
            {
                Apply(change, table, ended);
            }
            else
            {
                kept = table.TryKeep(change);
            }

            foreach (var conversation in change.Added)
            {
                if (table.Find(conversation.Log)?.Pending is { } task)
                {
                    pending.Add(task);
                }
            }
        }

        if (!kept)
        {
            _socket.Close(CloseCodes.ServiceRestart, "The conversations changed too often; come back.");
            return;
        }

        foreach (var log in ended)
        {
            Tell(log, MemberActions.Removed);
        }

        Record();
        if (pending.Count > 0)
        {
            await Task.WhenAll(pending).WaitAsync(_services.DeliverySettings.Value.AttachTimeout, _services.Time);
        }
    }

    /// <inheritdoc />
    public void OnRemoved(Subscription subscription, bool told)
    {
        Forget(subscription);
        if (!told)
        {
            Tell(subscription.Audience.Log, MemberActions.Removed);
        }
    }

    /// <summary>The subscription of a conversation, if the connection hears it: then its user is a member as far as this gateway knows.</summary>
    private Subscription? FindConversation(LogId log)
    {
        lock (_gate)
        {
            return _conversations?.Find(log);
        }
    }

    // The lock is held.
    private void Apply(ConversationChange change, ConversationTable table, List<LogId> ended)
    {
        if (change.Whole)
        {
            var listed = change.Added.Select(conversation => conversation.Log).ToHashSet();
            var unlisted = table.Subscriptions.Select(subscription => subscription.Audience.Log).Where(log => log.Kind == LogKind.Group && !listed.Contains(log));
            foreach (var log in unlisted.Where(log => table.IsCoveredBy(log, change.Version)).ToArray())
            {
                Drop(log, change.Version, table, ended);
            }
        }

        foreach (var log in change.Removed)
        {
            if (table.MustGo(log, change.Version))
            {
                Drop(log, change.Version, table, ended);
            }
        }

        foreach (var conversation in change.Added)
        {
            // A private conversation is never left: that it is active is news whatever the number.
            var log = conversation.Log;
            if (log.Kind == LogKind.Private ? table.Find(log) is null : change.Whole ? table.IsCoveredBy(log, change.Version) : table.IsNews(log, change.Version))
            {
                Take(conversation, change.Version, table);
            }
        }

        table.ListVersion = change.Whole ? change.Version : table.ListVersion;
    }

    // The lock is held.
    private void Drop(LogId log, long version, ConversationTable table, List<LogId> ended)
    {
        if (table.TryRemove(log, version, out var subscription))
        {
            (_removed ??= []).Add(log);
            if (_services.Links.Leave(subscription))
            {
                ended.Add(log);
            }
        }
    }

    // The lock is held.
    private void Take(UserConversation conversation, long version, ConversationTable table)
    {
        var joined = JoinedSeqOf(conversation);
        if (table.Find(conversation.Log) is { } known)
        {
            if (known.JoinedSeq >= joined && known.State != SubscriptionState.Ended)
            {
                table.Put(known, version);
                return;
            }

            // It rests on a membership that ended; the entry that says so has not come here, and would find it gone.
            _services.Links.Leave(known);
        }

        var subscription = AddConversation(conversation.Log, joined, Behind(conversation), version);
        var first = conversation.JoinedSeq == 0;
        subscription.Pending = Task.Run(() => ListenAsync(subscription, tellAdded: first));
    }

    // The lock is held.
    private Subscription AddConversation(LogId log, long joinedSeq, LogPosition from, long version)
    {
        var subscription = _services.Audiences.Add(log, this, joinedSeq);
        subscription.StartedAt = from;
        (_conversations ??= new ConversationTable()).Put(subscription, version);
        _removed?.Remove(log);
        return subscription;
    }

    /// <summary>Attaches the conversation if it must, as often as it must, and begins to hear it.</summary>
    private async Task ListenAsync(Subscription subscription, bool tellAdded)
    {
        LogPosition? head;
        for (var tries = 1; (head = await TryListenAsync(subscription, tries)) is null; tries++)
        {
            if (subscription.State == SubscriptionState.Ended || !_socket.IsOpen)
            {
                return;
            }

            await _services.Time.DelayAsync(ListenRetry);
        }

        bool running;
        lock (_gate)
        {
            subscription.Head = head.Value;
            subscription.Confirmed = subscription.NotBeforeFloor(subscription.StartedAt == Subscription.Now ? head.Value : subscription.StartedAt);
            if (subscription.Confirmed.Epoch is null)
            {
                subscription.Confirmed = subscription.Confirmed with { Epoch = head.Value.Epoch };
            }

            subscription.Pending = null;
            running = _phase == ReplayPhase.Running;
        }

        if (subscription.Audience.HasEnded(subscription, subscription.Confirmed.Seq))
        {
            OnRemoved(subscription, told: false);
            return;
        }

        if (tellAdded)
        {
            Tell(subscription.Audience.Log, MemberActions.Added);
        }

        if (running)
        {
            Start(subscription, subscription.Confirmed, firstPage: null);
            Record();
        }
    }

    private async Task<LogPosition?> TryListenAsync(Subscription subscription, int tries)
    {
        try
        {
            return await _services.Links.ListenAsync(subscription);
        }
        catch (RealtimeException e) when (e.Code is RealtimeErrorCode.NotFound or RealtimeErrorCode.NotMember && tries >= MaxNotFound)
        {
            // It was deleted, and the news of it are on their way.
            Forget(subscription);
        }
        catch (Exception e)
        {
            LogListenFailed(_services.Logger, e);
        }

        return null;
    }

    /// <summary>The subscription ended by itself: neither this connection nor one that resumes it hears the conversation.</summary>
    private void Forget(Subscription subscription)
    {
        lock (_gate)
        {
            // A connection that ends leaves everything, but its session does not.
            if (_ending is not null || _conversations?.Remove(subscription) != true)
            {
                return;
            }

            (_removed ??= []).Add(subscription.Audience.Log);
        }

        _services.Links.Leave(subscription);
        Record();
    }

    /// <summary>Says to the client what no entry of a log does. Private conversations have no members to speak of.</summary>
    private void Tell(LogId log, string action)
    {
        if (log.Kind != LogKind.Group)
        {
            return;
        }

        lock (_gate)
        {
            if (!_announced)
            {
                (_conversations ??= new ConversationTable()).TellLater(log, action);
                return;
            }
        }

        Send(ConversationFrames.Member(log.Key, UserId, action));
    }

    /// <summary>A private conversation has its two users for ever, whatever made the gateway listen to it.</summary>
    private static long JoinedSeqOf(UserConversation conversation) => conversation.Log.Kind == LogKind.Group ? conversation.JoinedSeq : 0;

    /// <summary>Where what the user has not heard begins. A private conversation of which nobody says where: from now on.</summary>
    private static LogPosition Behind(UserConversation conversation) => conversation is { Log.Kind: LogKind.Private, JoinedSeq: 0 }
        ? Subscription.Now
        : new LogPosition(Math.Max(0, conversation.JoinedSeq - 1), null);
}
