using Orleans.Realtime.Grains.Gateways;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Grains.Conversations;

/// <content>What is told to those who are there and kept nowhere: typing, receipts, presence.</content>
internal sealed partial class ConversationGrain
{
    /// <summary>Readers who are told of one by one; with more at once only the last of them, which carries the count.</summary>
    private const int MaxReadSignals = 20;

    private static readonly TimeSpan PresenceAge = TimeSpan.FromSeconds(1);

    private Dictionary<string, (long Before, long Seq, string? Origin)>? _readNotes;
    private Task<HashSet<string>>? _online;
    private long _onlineAt;

    public async Task TypingAsync(string userId, string? originSessionId)
    {
        ArgumentNullException.ThrowIfNull(userId);
        await ReadyAsync();
        EnsureMember(userId);
        Tell(new Signal(_log.Log, SignalKind.Typing, userId, IsPrivate ? new[] { _log.Log.PeerOf(userId)! } : null, originSessionId));
    }

    public async Task PresenceChangedAsync(string userId, bool online)
    {
        ArgumentNullException.ThrowIfNull(userId);
        await ReadyAsync();
        if (!_members.Contains(userId) || _members.Count > _services.MaxPresenceMembers)
        {
            return;
        }

        // Who hears of it and asks who is there must not get an answer from before.
        _online = null;
        if (_log.Routes.Any)
        {
            Tell(new Signal(_log.Log, online ? SignalKind.Online : SignalKind.Offline, userId));
        }
    }

    public async Task<ConversationPresence> GetPresenceAsync(Actor by)
    {
        await ReadyAsync();
        EnsureMayRead(by);
        var online = await OnlineAsync();
        var members = _members.Sorted.Where(online.Contains).ToArray();
        return new(
            members.Length <= ConversationPresence.MaxUsers ? members : members[..ConversationPresence.MaxUsers],
            members.Length,
            _members.Count);
    }

    /// <summary>Who has a live connection, by what the gateways say; asked at most once a second while nobody comes or goes.</summary>
    private Task<HashSet<string>> OnlineAsync()
    {
        if (_online is null || (_online.IsCompleted && _services.Time.GetElapsedTime(_onlineAt) >= PresenceAge))
        {
            _onlineAt = _services.Time.GetTimestamp();
            _online = IsPrivate ? AskUsersAsync() : AskGatewaysAsync();
        }

        return _online;
    }

    /// <summary>The two of a private conversation need not listen to it to be there.</summary>
    private async Task<HashSet<string>> AskUsersAsync()
    {
        var online = new HashSet<string>(StringComparer.Ordinal);
        foreach (var userId in _members.Sorted)
        {
            if ((await _services.User(userId).GetPresenceAsync()).Online)
            {
                online.Add(userId);
            }
        }

        return online;
    }

    private async Task<HashSet<string>> AskGatewaysAsync()
    {
        var online = new HashSet<string>(StringComparer.Ordinal);
        foreach (var users in await Task.WhenAll(_log.Routes.All.Select(route => AudienceOfAsync(route.Pump.Route.Lane)).ToArray()))
        {
            online.UnionWith(users);
        }

        return online;
    }

    private async Task<IReadOnlyList<string>> AudienceOfAsync(IGatewayObserver lane)
    {
        try
        {
            return await lane.GetAudienceAsync(_log.Log).WaitAsync(PresenceAge, _services.Time);
        }
        catch (Exception exception)
        {
            // It is slow or gone, and with it those who were there.
            Log.AudienceUnknown(_services.Logger, exception);
            return [];
        }
    }

    /// <summary>A member has read further: told with what else is read within the interval.</summary>
    private void NoteRead(string userId, long before, long seq, string? originSessionId)
    {
        if (!_log.Routes.Any)
        {
            return;
        }

        var first = _readNotes is null;
        _readNotes ??= new(StringComparer.Ordinal);
        _readNotes[userId] = (_readNotes.TryGetValue(userId, out var noted) ? noted.Before : before, seq, originSessionId);
        if (first)
        {
            _ = TellReadsAsync();
        }
    }

    private async Task TellReadsAsync()
    {
        await Task.Delay(_services.Options.ReadInterval, _services.Time);
        var notes = _readNotes!;
        _readNotes = null;
        if (_effectsStopped || _index is null)
        {
            return;
        }

        var signals = new List<Signal>();
        foreach (var (userId, note) in notes.Count <= MaxReadSignals ? notes : notes.TakeLast(1))
        {
            var targets = new HashSet<string>(StringComparer.Ordinal) { userId };
            foreach (var read in notes.Count <= MaxReadSignals ? [note] : notes.Values.ToArray())
            {
                _index.CollectSenders(read.Before, read.Seq, userId, targets);
            }

            signals.Add(new(
                _log.Log,
                SignalKind.Read,
                userId,
                targets.ToArray(),
                note.Origin,
                note.Seq,
                ReadersOf(note.Seq, _index.SenderAt(note.Seq)),
                _members.Count));
        }

        Tell([.. signals]);
    }

    private void Tell(params Signal[] signals)
    {
        foreach (var route in _log.Routes.All)
        {
            route.Pump.Route.Lane.SignalAsync(signals).Forget();
        }
    }
}
