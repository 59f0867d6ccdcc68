using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;
using Orleans.Realtime.ServiceDefaults;

namespace Orleans.Realtime.Grains.Conversations;

/// <content>
/// What entries cause elsewhere: users are told of their membership, mentions go into inboxes, the two of a private conversation hear of it. In the order
/// of the log, until it succeeds. The log's cursor says up to where it is done.
/// </content>
internal sealed partial class ConversationGrain
{
    /// <summary>Entries without effect after which the cursor is written all the same, so that the next activation has little to look at.</summary>
    private const int CommitEvery = 1_000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EntryFirst = TimeSpan.FromSeconds(1);

    private readonly Queue<Message> _effects = new();
    private List<(long Seq, TaskCompletionSource Done)>? _effectWaits;
    private long _toldAt;
    private bool _toldOnce;
    private long _effectSeq;
    private bool _effectsRun;
    private bool _effectsStopped;

    /// <summary>New entries are in the log: the members change, and what the entries cause is begun.</summary>
    void ILogOwner.OnAppended(IReadOnlyList<Message> entries)
    {
        if (_log.Writer.Retention.IdleTtl is not null)
        {
            // Used: kept from the next append on.
            _log.Writer.Retention = _log.Writer.Retention with { IdleTtl = null };
        }

        for (var i = 0; i < entries.Count; i++)
        {
            Apply(entries[i]);
            Index(entries[i]);
            Enqueue(entries[i]);
        }

        RunEffects();
    }

    private async Task LoadEffectsAsync()
    {
        _effectSeq = _log.Writer.AckedSeq;
        await foreach (var entry in ReadFromAsync(_effectSeq))
        {
            Enqueue(entry);
        }

        RunEffects();
    }

    private void Enqueue(Message entry)
    {
        if (HasEffect(entry))
        {
            _effects.Enqueue(entry);
        }
        else if (_effects.Count == 0)
        {
            _effectSeq = entry.Seq;
            if (_effectSeq - _log.Writer.AckedSeq >= CommitEvery)
            {
                _ = TryCommitEffectsAsync();
            }
        }
    }

    private bool HasEffect(Message entry) => entry.Kind switch
    {
        MessageKind.Member => true,
        MessageKind.Group => MentionFinder.MayMention(entry),
        MessageKind.Private => !WasToldOfLate,
        _ => false,
    };

    /// <summary>Whether the two of a private conversation were told that it is active, and rely on it yet.</summary>
    private bool WasToldOfLate => _toldOnce && _services.Time.GetElapsedTime(_toldAt) < IUserGrain.ActivityMemory;

    private void RunEffects()
    {
        if (!_effectsRun && !_effectsStopped && _effects.Count > 0)
        {
            _effectsRun = true;
            _ = RunEffectsAsync();
        }
    }

    private async Task RunEffectsAsync()
    {
        var pause = FirstPause;
        while (_effects.Count > 0 && !_effectsStopped)
        {
            var batch = TakeEffects();
            try
            {
                await Task.WhenAll(batch.Select(DoAsync));
                for (var i = 0; i < batch.Count; i++)
                {
                    _effects.Dequeue();
                }

                _effectSeq = _effects.TryPeek(out var next) ? next.Seq - 1 : _log.LastSeq;
                pause = FirstPause;
                AnswerEffectWaits();
            }
            catch (Exception exception)
            {
                Log.EffectFailed(_services.Logger, exception);
                await Task.Delay(pause, _services.Time);
                pause = pause.Doubled(LongestPause);
            }
        }

        _effectsRun = false;
        if (!_effectsStopped)
        {
            await TryCommitEffectsAsync();
        }
    }

    /// <summary>The next effects that may be under way together: changes of different members, or one of anything else.</summary>
    private List<Message> TakeEffects()
    {
        var batch = new List<Message>();
        HashSet<string>? users = null;
        foreach (var entry in _effects)
        {
            if (batch.Count > 0
                && (entry.Kind != MessageKind.Member || batch[0].Kind != MessageKind.Member || batch.Count == _services.Options.MaxParallelCalls))
            {
                break;
            }

            if (entry is { Kind: MessageKind.Member, Reference.UserId: { } userId } && !(users ??= []).Add(userId))
            {
                break;
            }

            batch.Add(entry);
        }

        return batch;
    }

    private Task DoAsync(Message entry) => entry.Kind switch
    {
        MessageKind.Member when entry.Reference?.UserId is { } userId => entry.Type == MemberActions.Removed
            ? LeaveAsync(userId, entry.Seq)
            : _services.User(userId).JoinConversationAsync(new UserConversation(_log.Log, entry.Seq)),
        MessageKind.Group => MentionAsync(entry),
        MessageKind.Private => TellActiveAsync(entry),
        _ => Task.CompletedTask,
    };

    /// <summary>
    /// The entry first, then the user's grain: else gateways would end the membership before they have what was sent until then. One that does not answer is not
    /// waited for long.
    /// </summary>
    private async Task LeaveAsync(string userId, long seq)
    {
        try
        {
            await _log.Routes.ConfirmedAsync(seq).WaitAsync(EntryFirst, _services.Time);
        }
        catch (TimeoutException)
        {
            // The gateway learns it from the user's grain, or is gone.
        }

        await _services.User(userId).LeaveConversationAsync(_log.Log);
    }

    private async Task TellActiveAsync(Message entry)
    {
        if (WasToldOfLate)
        {
            return;
        }

        // Before the calls: what is appended while they are under way is after this entry, and so is heard as well.
        var now = _services.Time.GetTimestamp();
        await Task.WhenAll(_members.All.Select(userId => _services.User(userId).ConversationActiveAsync(_log.Log, entry.Seq)));
        (_toldAt, _toldOnce) = (now, true);
    }

    private async Task MentionAsync(Message entry)
    {
        foreach (var userId in MentionFinder.Find(entry, _members, _services.Options.MaxMentions))
        {
            var receipts = await _services.User(userId).SendAsync(new[] { MentionFinder.MentionOf(entry, _log.Log) });
            if (receipts[0].Error is RealtimeErrorCode.Unavailable or RealtimeErrorCode.Timeout)
            {
                throw new RealtimeException(receipts[0].Error, receipts[0].ErrorMessage ?? "The mention was not stored.");
            }
        }
    }

    /// <summary>Completes when what the entries up to a position cause is done.</summary>
    private Task EffectsDoneAsync(long seq)
    {
        if (_effects.Count == 0 || _effects.Peek().Seq > seq)
        {
            return Task.CompletedTask;
        }

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_effectWaits ??= []).Add((seq, done));
        return done.Task;
    }

    private void AnswerEffectWaits()
    {
        for (var i = (_effectWaits?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (_effects.Count == 0 || _effects.Peek().Seq > _effectWaits![i].Seq)
            {
                _effectWaits![i].Done.TrySetResult();
                _effectWaits.RemoveAt(i);
            }
        }
    }

    private void StopEffects()
    {
        _effectsStopped = true;
        foreach (var (_, done) in _effectWaits ?? [])
        {
            done.TrySetException(new RealtimeException(RealtimeErrorCode.Unavailable, "The group has another owner now. Try again."));
            _ = done.Task.Exception;
        }

        _effectWaits = null;
    }

    private async Task TryCommitEffectsAsync()
    {
        if (_effectSeq <= _log.Writer.AckedSeq || _log.Writer.IsFenced)
        {
            return;
        }

        try
        {
            await _log.Writer.AcknowledgeAsync(new LogPosition(_effectSeq, _log.Epoch));
        }
        catch (RealtimeException exception)
        {
            // Done again by the next activation at worst, which changes nothing.
            Log.EffectsNotCommitted(_services.Logger, exception);
        }
    }
}
