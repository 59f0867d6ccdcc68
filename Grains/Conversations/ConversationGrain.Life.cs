using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Maps;

namespace Orleans.Realtime.Grains.Conversations;

/// <content>Coming and going of an activation.</content>
internal sealed partial class ConversationGrain : IMapListener
{
    /// <summary>How long a private conversation is remembered that was named but never used.</summary>
    private static readonly TimeSpan UnusedTtl = TimeSpan.FromHours(1);

    private readonly MapWriter _memberMap;
    private readonly MapWriter _readMap;
    private Task? _readying;
    private IDisposable? _counted;
    private bool _ready;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_state.State.Routes.Count > 0 || _state.State.Status == GroupStatus.Deleting)
        {
            await ReadyAsync();
        }

        _counted = _services.Log.Activations.Count("conversation");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _counted?.Dispose();
        StopEffects();
        _memberMap.Close();
        _readMap.Close();
        if (!_ready || _log.Writer.IsFenced)
        {
            _log.Routes.Close();
            _log.Routes.NotifyLost();
            return;
        }

        await TryCommitEffectsAsync();
        if (_log.Routes.Any)
        {
            _state.State.Routes = _log.Routes.Close();
            await TryWriteStateAsync();
            _log.Routes.NotifyLost();
        }
    }

    void IMapListener.OnMapFenced() => DeactivateOnIdle();

    /// <summary>Reads log and members, once. A group that does not exist leaves no trace in the store.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.NotFound"/>: the group does not exist; <see cref="RealtimeErrorCode.Unavailable"/>: the store is out of reach.</exception>
    private Task ReadyAsync()
    {
        if (!IsPrivate && _state.State.Status != GroupStatus.Active)
        {
            return _state.State.Status == GroupStatus.Deleting && _deleting is null
                ? ResumeDeletingAsync()
                : Task.FromException(new RealtimeException(RealtimeErrorCode.NotFound, "The group does not exist."));
        }

        if (IsPrivate && _members.Count < 2)
        {
            return Task.FromException(new RealtimeException(RealtimeErrorCode.BadRequest, "A private conversation needs two users."));
        }

        return _ready ? Task.CompletedTask : _readying ?? StartReadying();
    }

    private Task StartReadying()
    {
        var readying = LoadAsync();
        _readying = readying.IsCompleted ? null : readying;
        return readying;
    }

    private async Task LoadAsync()
    {
        try
        {
            if (IsPrivate)
            {
                // Until it is used: nobody who only looks leaves anything behind for ever.
                _log.Writer.Retention = _log.Writer.Retention with { IdleTtl = UnusedTtl };
            }

            await _log.Writer.OpenAsync();
            if (_log.LastSeq > 0)
            {
                _log.Writer.Retention = _log.Writer.Retention with { IdleTtl = null };
            }

            await LoadMembersAsync();
            await LoadReadsAsync();
            await LoadEffectsAsync();
            _ready = true;
            if (_state.State.Routes.Count > 0)
            {
                _log.Routes.Restore(_state.State.Routes);
                _state.State.Routes = [];
                await TryWriteStateAsync();
            }

            if (!IsPrivate)
            {
                _ = TellFirstMembersAsync();
            }
        }
        finally
        {
            _readying = null;
        }
    }

    /// <summary>The map, and what the log holds behind the position that the map reflects.</summary>
    private async Task LoadMembersAsync()
    {
        if (IsPrivate)
        {
            return;
        }

        var map = await _memberMap.LoadAsync(_log.Writer.Head);
        _members.Clear();
        foreach (var (userId, joined) in map.Fields)
        {
            _members.Add(userId, MapChange.NumberOf(joined) ?? 0);
        }

        await foreach (var entry in ReadFromAsync(map.Seq))
        {
            Apply(entry);
        }
    }

    /// <summary>The log behind a position, up to its present end.</summary>
    private async IAsyncEnumerable<Message> ReadFromAsync(long seq)
    {
        while (seq < _log.LastSeq)
        {
            var page = await _log.Writer.ReadAsync(new HistoryQuery(seq, BeforeSeq: null, HistoryQuery.MaxLimit));
            foreach (var entry in page.Messages)
            {
                yield return entry;
                seq = entry.Seq;
            }

            if (!page.HasMore)
            {
                yield break;
            }
        }
    }

    /// <summary>What an entry means for the members. Doing it again changes nothing.</summary>
    private void Apply(Message entry)
    {
        if (entry is { Kind: MessageKind.Member, Reference.UserId: { } userId })
        {
            if (entry.Type == MemberActions.Removed)
            {
                _members.Remove(userId);
                _memberMap.Remove(userId);
            }
            else
            {
                _members.Add(userId, entry.Seq);
                _memberMap.Set(userId, MapChange.Raise(userId, entry.Seq).Value);
            }
        }

        if (!IsPrivate)
        {
            _memberMap.Advance(entry.Seq);
        }
    }

    private async Task<bool> TryWriteStateAsync()
    {
        try
        {
            if (_state.State is { Status: GroupStatus.None, Routes.Count: 0 })
            {
                await _state.ClearStateAsync();
            }
            else
            {
                await _state.WriteStateAsync();
            }

            return true;
        }
        catch (Exception exception)
        {
            // Routes: the gateways are told that they are lost, and attach again.
            Log.StateNotWritten(_services.Logger, exception);
            return false;
        }
    }
}
