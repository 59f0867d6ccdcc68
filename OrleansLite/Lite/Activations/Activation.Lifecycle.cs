using Orleans.Lite.State;

namespace Orleans.Lite.Activations;

/// <summary>From creation to the end.</summary>
internal sealed partial class Activation
{
    private List<IPersistentStateSource>? _states;
    private List<GrainTimer>? _timers;
    private DeactivationReason? _reason;
    private ITimer? _patience;
    private bool _deactivationQueued;
    private bool _ended;
    private long _lastUsed;
    private long _keepUntil;

    /// <summary>Whether nobody called for the class's collection age, and nothing runs or waits.</summary>
    public bool IsIdle(long now)
    {
        lock (_queue)
        {
            return _state == ActivationState.Valid
                && Load == 0
                && now >= _keepUntil
                && grainClass.CollectionAge != TimeSpan.MaxValue
                && table.Clock.GetElapsedTime(_lastUsed, now) >= grainClass.CollectionAge;
        }
    }

    public void DelayDeactivation(TimeSpan span) =>
        _keepUntil = span == TimeSpan.MaxValue || span == Timeout.InfiniteTimeSpan ? long.MaxValue
            : span <= TimeSpan.Zero ? 0
            : table.Clock.GetTimestamp() + (long)(span.TotalSeconds * table.Clock.TimestampFrequency);

    public void AddState(IPersistentStateSource state) => (_states ??= []).Add(state);

    public void AddTimer(GrainTimer timer)
    {
        lock (_queue)
        {
            (_timers ??= []).Add(timer);
        }
    }

    public void RemoveTimer(GrainTimer timer)
    {
        lock (_queue)
        {
            _timers?.Remove(timer);
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (_queue)
        {
            _reason ??= deactivationReason;
            if (_state == ActivationState.Valid)
            {
                BeginDeactivation();
            }
        }
    }

    /// <summary>Ends at once, as the death of the process would: nothing more of this grain runs.</summary>
    public void Kill()
    {
        lock (_queue)
        {
            _state = ActivationState.Killed;
            _ended = true;
            _queue.Clear();
            _waiting.Clear();
            _patience?.Dispose();
            _deactivated?.TrySetResult();
        }

        DisposeTimers();
    }

    private async Task ActivateAsync()
    {
        try
        {
            GrainInstance = grainClass.Create(this);
            if (_states is not null)
            {
                foreach (var state in _states)
                {
                    await state.LoadAsync();
                }
            }

            if (GrainInstance is IGrainBase grain)
            {
                using var patience = new CancellationTokenSource(table.Options.ActivationTimeout, table.Clock);
                await grain.OnActivateAsync(patience.Token);
            }
        }
        catch (Exception error)
        {
            table.LogActivationFailed(error, GrainId);
            DisposeTimers();
            await DisposeInstanceAsync();
            End(error);
            return;
        }

        lock (_queue)
        {
            if (_state != ActivationState.Activating)
            {
                return;
            }

            _state = ActivationState.Valid;
            _lastUsed = table.Clock.GetTimestamp();
            if (_reason is null)
            {
                EnqueuePump();
            }
            else
            {
                BeginDeactivation();
            }
        }
    }

    /// <summary>No turn starts from here on; those that run are waited for, but not longer than the deactivation time-out.</summary>
    private void BeginDeactivation()
    {
        _state = ActivationState.Deactivating;
        if (_timers is not null)
        {
            // A tick that runs hears of it by its token.
            Post(DisposeTimers);
        }

        if (_running == 0)
        {
            EnqueueDeactivation();
            return;
        }

        _patience = table.Clock.CreateTimer(
            static state =>
            {
                var activation = (Activation)state!;
                lock (activation._queue)
                {
                    if (activation._state == ActivationState.Deactivating)
                    {
                        activation.EnqueueDeactivation();
                    }
                }
            },
            this,
            table.Options.DeactivationTimeout,
            Timeout.InfiniteTimeSpan);
    }

    private void EnqueueDeactivation()
    {
        if (!_deactivationQueued)
        {
            _deactivationQueued = true;
            Enqueue(DeactivateMarker);
        }
    }

    private async Task FinishDeactivationAsync()
    {
        _patience?.Dispose();
        DisposeTimers();
        try
        {
            if (GrainInstance is IGrainBase grain)
            {
                using var patience = new CancellationTokenSource(table.Options.DeactivationTimeout, table.Clock);
                await grain.OnDeactivateAsync(_reason!.Value, patience.Token).WaitAsync(patience.Token);
            }
        }
        catch (Exception error)
        {
            table.LogDeactivationFailed(error, GrainId);
        }

        await DisposeInstanceAsync();

        // As with Orleans: who deactivates with an exception passes it to those who wait; otherwise they go to the next activation.
        End(_reason!.Value.Exception);
    }

    /// <summary>Leaves the table; what still waits fails with the activation's error or goes to the grain's next activation.</summary>
    private void End(Exception? error)
    {
        using var ending = table.BeginEnding();
        Turn? waiting;
        lock (_queue)
        {
            if (_state == ActivationState.Killed)
            {
                return;
            }

            _state = ActivationState.Gone;
            waiting = _waiting.Clear();
        }

        while (waiting is { } turn)
        {
            waiting = turn.Next;
            turn.Next = null;
            if (error is null)
            {
                turn.Redirect(this);
            }
            else
            {
                turn.Fail(this, error);
            }
        }

        table.Remove(this);
        lock (_queue)
        {
            _ended = true;
            _deactivated?.TrySetResult();
        }
    }

    private void DisposeTimers()
    {
        List<GrainTimer>? timers;
        lock (_queue)
        {
            timers = _timers;
            _timers = null;
        }

        timers?.ForEach(timer => timer.Dispose());
    }

    private async Task DisposeInstanceAsync()
    {
        try
        {
            switch (GrainInstance)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }

            if (_scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception error)
        {
            table.LogDeactivationFailed(error, GrainId);
        }
    }
}
