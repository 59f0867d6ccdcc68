using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Log.Maps;
using Orleans.Realtime.ServiceDefaults;

namespace Orleans.Realtime.Grains.Conversations;

/// <content>Making, describing and deleting a group.</content>
internal sealed partial class ConversationGrain
{
    private const int MaxNameLength = 256;

    /// <summary>How long the first call waits for all members to be told; they are told in any case.</summary>
    private static readonly TimeSpan TellWithin = TimeSpan.FromSeconds(3);

    private Task? _telling;
    private Task? _deleting;

    public async Task<GroupInfo> CreateAsync(CreateGroup request)
    {
        ArgumentNullException.ThrowIfNull(request);
        EnsureGroup();
        var state = _state.State;
        if (state.Status != GroupStatus.None)
        {
            if (state.Status != GroupStatus.Active || request.RequestId is null || request.RequestId != state.RequestId || request.By.UserId != state.OwnerId)
            {
                throw new RealtimeException(RealtimeErrorCode.Conflict, "The group exists already.");
            }

            await ReadyAsync();
        }
        else
        {
            await MakeAsync(request);
        }

        await WithinAsync(TellFirstMembersAsync());
        return Info();
    }

    public async Task<GroupInfo> GetAsync(Actor by)
    {
        EnsureGroup();
        await ReadyAsync();
        EnsureMayRead(by);
        return Info();
    }

    public async Task<GroupInfo> RenameAsync(Actor by, string? name)
    {
        EnsureGroup();
        await ReadyAsync();
        EnsureMayManage(by);
        CheckName(name);
        var former = _state.State.Name;
        _state.State.Name = name;
        if (!await TryWriteStateAsync())
        {
            _state.State.Name = former;
            throw NotStored();
        }

        return Info();
    }

    public async Task DeleteAsync(Actor by)
    {
        EnsureGroup();
        if (_state.State.Status == GroupStatus.Active)
        {
            await ReadyAsync();
            EnsureMayManage(by);
            _state.State.Status = GroupStatus.Deleting;
            if (!await TryWriteStateAsync())
            {
                _state.State.Status = GroupStatus.Active;
                throw NotStored();
            }
        }
        else if (_state.State.Status == GroupStatus.None)
        {
            throw new RealtimeException(RealtimeErrorCode.NotFound, "The group does not exist.");
        }

        await (_deleting ??= FinishDeletingAsync());
    }

    private async Task MakeAsync(CreateGroup request)
    {
        CheckName(request.Name);
        CheckUserIds([request.By.UserId, .. request.Members]);
        var members = request.Members.Append(request.By.UserId).Distinct(StringComparer.Ordinal).ToArray();
        if (members.Length > _services.Options.MaxMembers)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, $"A group has at most {_services.Options.MaxMembers} members.");
        }

        // The members first: without the state that names its owner there is no group, and the next attempt begins anew.
        await _log.Writer.OpenAsync();
        foreach (var former in (await _memberMap.LoadAsync(_log.Writer.Head)).Fields.Keys)
        {
            _memberMap.Remove(former);
        }

        _members.Clear();
        foreach (var userId in members)
        {
            _members.Add(userId, 0);
            _memberMap.Set(userId, MapChange.Raise(userId, 0).Value);
        }

        await _memberMap.FlushAsync();
        await LoadReadsAsync();
        await LoadEffectsAsync();
        var state = _state.State;
        (state.Status, state.Name, state.OwnerId, state.RequestId, state.Told) = (GroupStatus.Active, request.Name, request.By.UserId, request.RequestId, false);
        state.CreatedAtUnixMs = _services.Time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!await TryWriteStateAsync())
        {
            state.Status = GroupStatus.None;
            DeactivateOnIdle();
            throw NotStored();
        }

        _ready = true;
    }

    /// <summary>Tells the first members, until all of them know; the next activation goes on with it.</summary>
    private Task TellFirstMembersAsync() => _state.State.Told ? Task.CompletedTask : _telling ??= TellAsync();

    private async Task TellAsync()
    {
        var waiting = new Queue<string>(_members.All.Where(userId => _members.TryGetJoined(userId, out var joined) && joined == 0));
        await ForAllAsync(waiting, userId => _services.User(userId).JoinConversationAsync(new UserConversation(_log.Log, 0)), Log.MembersNotTold);
        if (!_effectsStopped && _state.State.Status == GroupStatus.Active)
        {
            _state.State.Told = true;
            await TryWriteStateAsync();
        }
    }

    /// <summary>Makes a call for each user, many at once, again after a failure, until all succeeded or the activation ends.</summary>
    private async Task ForAllAsync(Queue<string> waiting, Func<string, Task> call, Action<Microsoft.Extensions.Logging.ILogger, Exception> failed)
    {
        var pause = FirstPause;
        while (waiting.Count > 0 && !_effectsStopped)
        {
            var batch = new List<string>(_services.Options.MaxParallelCalls);
            while (batch.Count < _services.Options.MaxParallelCalls && waiting.TryDequeue(out var userId))
            {
                batch.Add(userId);
            }

            var faults = await Task.WhenAll(batch.Select(async userId =>
            {
                try
                {
                    await call(userId);
                    return null;
                }
                catch (Exception exception)
                {
                    waiting.Enqueue(userId);
                    return exception;
                }
            }));
            if (Array.Find(faults, fault => fault is not null) is { } fault)
            {
                failed(_services.Logger, fault);
                await Task.Delay(pause, _services.Time);
                pause = pause.Doubled(LongestPause);
            }
        }
    }

    private Task ResumeDeletingAsync()
    {
        _deleting = FinishDeletingAsync();
        return Task.FromException(new RealtimeException(RealtimeErrorCode.NotFound, "The group does not exist."));
    }

    private async Task FinishDeletingAsync()
    {
        try
        {
            await _log.Writer.OpenAsync();
            await LoadMembersIfNeededAsync();
            await ForAllAsync(new Queue<string>(_members.All), userId => _services.User(userId).LeaveConversationAsync(_log.Log), Log.NotDeleted);
            if (_effectsStopped)
            {
                throw new RealtimeException(RealtimeErrorCode.Unavailable, "The group has another owner now. Try again.");
            }

            foreach (var route in _log.Routes.All.ToArray())
            {
                _log.Routes.Remove(route.Pump.Address);
            }

            await _log.Writer.DeleteAsync();
            _state.State = new();
            if (!await TryWriteStateAsync())
            {
                _state.State.Status = GroupStatus.Deleting;
                throw NotStored();
            }

            DeactivateOnIdle();
        }
        catch (Exception exception)
        {
            _deleting = null;
            Log.NotDeleted(_services.Logger, exception);
            throw;
        }
    }

    private async Task LoadMembersIfNeededAsync()
    {
        if (!_ready)
        {
            await LoadMembersAsync();
        }
    }

    private GroupInfo Info()
    {
        var state = _state.State;
        return new(_log.Log.Key, state.Name, state.OwnerId, state.CreatedAtUnixMs, _members.Count, _log.LastSeq, _log.Epoch);
    }

    private async Task WithinAsync(Task task)
    {
        try
        {
            await task.WaitAsync(TellWithin, _services.Time);
        }
        catch (TimeoutException)
        {
            // Goes on by itself.
        }
    }

    private static void CheckName(string? name)
    {
        if (name?.Length > MaxNameLength)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, $"A group's name has at most {MaxNameLength} characters.");
        }
    }

    private static RealtimeException NotStored() => new(RealtimeErrorCode.Unavailable, "The store is out of reach; nothing was changed. Try again.");
}
