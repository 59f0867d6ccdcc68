using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Grains.Users;

/// <content>The conversations of the user. Changes are stored first, then told to the gateways with connections of the user.</content>
internal sealed partial class UserGrain
{
    /// <summary>How exactly the state says when a private conversation was last active: not every call is a write.</summary>
    private static readonly TimeSpan ActivityGrain = TimeSpan.FromMinutes(10);

    public async Task JoinConversationAsync(UserConversation conversation)
    {
        var entry = Find(conversation.Log);
        if (entry is null || entry.JoinedSeq != conversation.JoinedSeq)
        {
            if (entry is null && _state.State.Conversations.Count(other => other.Log.Kind == LogKind.Group) >= _services.Options.MaxGroups)
            {
                // The group has the user as a member; what is too much is only not listened to.
                Log.TooManyGroups(_services.Logger, _services.Options.MaxGroups);
                return;
            }

            entry ??= Add(conversation.Log);
            WatchAll();
            entry.JoinedSeq = conversation.JoinedSeq;
            _state.State.ConversationsVersion++;
        }

        await StoreChangeAsync();
        await TellAsync(new(this.GetPrimaryKeyString(), _state.State.ConversationsVersion, new[] { conversation }, []));
    }

    public async Task LeaveConversationAsync(LogId conversation)
    {
        if (Find(conversation) is { } entry)
        {
            _state.State.Conversations.Remove(entry);
            _state.State.ConversationsVersion++;
        }

        await StoreChangeAsync();
        await TellAsync(new(this.GetPrimaryKeyString(), _state.State.ConversationsVersion, [], new[] { conversation }));
    }

    public async Task ConversationActiveAsync(LogId conversation, long lastSeq)
    {
        var now = _services.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var entry = Find(conversation);
        var quiet = entry is null ? long.MaxValue : now - entry.ActiveAtUnixMs;
        if (quiet > (long)ActivityGrain.TotalMilliseconds)
        {
            ForgetQuietest(entry is null ? 1 : 0, now);
            entry ??= Add(conversation);
            (entry.ActiveAtUnixMs, entry.JoinedSeq) = (now, lastSeq);
            WatchAll();
            _state.State.ConversationsVersion++;
            await StoreChangeAsync();
        }
        else
        {
            // A gateway that missed the beginning is told where this activity began.
            entry!.JoinedSeq = quiet > (long)IUserGrain.ActivityMemory.TotalMilliseconds * 2 ? lastSeq : entry.JoinedSeq;
            entry.ActiveAtUnixMs = now;
        }

        await TellAsync(new(this.GetPrimaryKeyString(), _state.State.ConversationsVersion, new[] { new UserConversation(conversation, lastSeq) }, []));
    }

    public Task<IReadOnlyList<UserConversation>> GetConversationsAsync() =>
        Task.FromResult<IReadOnlyList<UserConversation>>(
            _state.State.Conversations.Select(entry => new UserConversation(entry.Log, entry.JoinedSeq)).ToArray());

    public async Task<IReadOnlyList<ConversationUnread>> GetUnreadAsync(int messages)
    {
        if (messages is < 0 or > ConversationUnread.MaxMessages)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, $"{messages} messages; 0 to {ConversationUnread.MaxMessages} are given.");
        }

        var all = new List<ConversationUnread>();
        var logs = _state.State.Conversations.Select(entry => entry.Log).ToArray();
        for (var from = 0; from < logs.Length; from += _services.Options.MaxParallelCalls)
        {
            var part = logs.AsMemory(from, Math.Min(_services.Options.MaxParallelCalls, logs.Length - from)).ToArray();
            foreach (var unread in await Task.WhenAll(part.Select(log => UnreadOfAsync(log, messages))))
            {
                if (unread is { Count: > 0 })
                {
                    all.Add(unread);
                }
            }
        }

        return all;
    }

    private async Task<ConversationUnread?> UnreadOfAsync(LogId log, int messages)
    {
        try
        {
            var unread = await _services.Conversation(log).GetUnreadAsync(this.GetPrimaryKeyString(), messages).WaitAsync(_services.Options.UnreadTimeout, _services.Time);
            if (unread is null)
            {
                Forget(log);
            }

            return unread;
        }
        catch (RealtimeException exception) when (exception.Code == RealtimeErrorCode.NotFound)
        {
            Forget(log);
            return null;
        }
        catch (Exception exception)
        {
            Log.UnreadNotCounted(_services.Logger, exception);
            return null;
        }
    }

    /// <summary>The conversation says that the user has no part in it: what told otherwise was lost with its store.</summary>
    private void Forget(LogId log) => _ = ForgetAsync(log);

    private async Task ForgetAsync(LogId log)
    {
        try
        {
            await LeaveConversationAsync(log);
        }
        catch (RealtimeException exception)
        {
            Log.UnreadNotCounted(_services.Logger, exception);
        }
    }

    private ConversationEntry? Find(LogId log)
    {
        foreach (var entry in _state.State.Conversations)
        {
            if (entry.Log == log)
            {
                return entry;
            }
        }

        return null;
    }

    private ConversationEntry Add(LogId log)
    {
        var entry = new ConversationEntry { Log = log };
        _state.State.Conversations.Add(entry);
        return entry;
    }

    /// <summary>Makes room for private conversations. Those that rely on being known (<see cref="IUserGrain.ActivityMemory"/>) stay in any case.</summary>
    private void ForgetQuietest(int room, long now)
    {
        var entries = _state.State.Conversations;
        while (entries.Count(entry => entry.Log.Kind == LogKind.Private) + room > _services.Options.MaxPrivate)
        {
            var quietest = entries.Where(entry => entry.Log.Kind == LogKind.Private).MinBy(entry => entry.ActiveAtUnixMs)!;
            if (now - quietest.ActiveAtUnixMs < 2 * (long)IUserGrain.ActivityMemory.TotalMilliseconds)
            {
                return;
            }

            entries.Remove(quietest);
        }
    }

    /// <summary>What a connection listens to: all groups, the latest of the private conversations, and those that rely on it.</summary>
    private UserConversation[] Listened()
    {
        var entries = _state.State.Conversations;
        if (entries.Count == 0)
        {
            return [];
        }

        var recent = _services.Time.GetUtcNow().ToUnixTimeMilliseconds() - (2 * (long)IUserGrain.ActivityMemory.TotalMilliseconds);
        var groups = entries.Where(entry => entry.Log.Kind == LogKind.Group);
        var privates = entries
            .Where(entry => entry.Log.Kind == LogKind.Private)
            .OrderByDescending(entry => entry.ActiveAtUnixMs)
            .Where((entry, i) => i < _services.Options.ListenedPrivate || entry.ActiveAtUnixMs >= recent);
        return groups.Concat(privates).Select(entry => new UserConversation(entry.Log, entry.JoinedSeq)).ToArray();
    }

    private async Task StoreChangeAsync()
    {
        if (_storedVersion == _state.State.ConversationsVersion)
        {
            return;
        }

        var version = _state.State.ConversationsVersion;
        try
        {
            await StoreAsync();
            _storedVersion = Math.Max(_storedVersion, version);
        }
        catch (Exception exception)
        {
            // Another activation may have written: what is in memory cannot be trusted any more, the store can.
            Log.NotWritten(_services.Logger, exception);
            DeactivateOnIdle();
            throw new RealtimeException(RealtimeErrorCode.Unavailable, "The user's conversations could not be stored. Try again.");
        }
    }
}
