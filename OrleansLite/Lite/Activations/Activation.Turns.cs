using Orleans.Lite.Messaging;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Lite.Activations;

/// <summary>Which turns run when.</summary>
internal sealed partial class Activation
{
    private TurnQueue _waiting;
    private ActivationState _state;
    private int _running;
    private int _runningBlockers;
    private int _runningReaders;
    private Dictionary<Guid, int>? _reentrantChains;

    /// <summary>Whether it takes no more turns.</summary>
    public bool IsOver => _state >= ActivationState.Gone;

    /// <summary>Turns that run or wait.</summary>
    public int Load => _running + _waiting.Count;

    public bool TryReceive(RequestMessage message)
    {
        if (Load <= grainClass.MaxLoad || IsOver)
        {
            return TryAdd(message);
        }

        Node.Answer(message, Task.FromException(new LimitExceededException(grainClass.NameOfMaxLoad, Load, grainClass.MaxLoad, this)));
        return true;
    }

    /// <summary>Takes a turn, or returns false if this activation is over.</summary>
    public bool TryAdd(Turn turn)
    {
        lock (_queue)
        {
            if (_state >= ActivationState.Gone)
            {
                return false;
            }

            _waiting.Add(turn);
            if (_state == ActivationState.Created)
            {
                _state = ActivationState.Activating;
                Enqueue(ActivateMarker);
            }
            else if (_state == ActivationState.Valid && MayRun(turn))
            {
                EnqueuePump();
            }
        }

        return true;
    }

    /// <summary>The reentrancy rules.</summary>
    public bool MayRun(Turn turn) =>
        _runningBlockers == 0
        || grainClass.IsReentrant
        || turn.AlwaysInterleaves
        || (turn.IsReadOnly && _runningBlockers == _runningReaders)
        || (_reentrantChains is not null && _reentrantChains.ContainsKey(turn.Chain));

    public void EnterReentrantSection(Guid chain)
    {
        lock (_queue)
        {
            _reentrantChains ??= [];
            _reentrantChains[chain] = _reentrantChains.GetValueOrDefault(chain) + 1;
        }
    }

    public void LeaveReentrantSection(Guid chain)
    {
        lock (_queue)
        {
            if (_reentrantChains is not null && --_reentrantChains[chain] == 0)
            {
                _reentrantChains.Remove(chain);
            }
        }
    }

    private void Pump()
    {
        var clean = ExecutionContext.Capture()!;
        while (TakeRunnable() is { } turn)
        {
            Start(turn);

            // What the grain's synchronous part left in AsyncLocals is not the next caller's business.
            if (!ReferenceEquals(ExecutionContext.Capture(), clean))
            {
                ExecutionContext.Restore(clean);
            }
        }
    }

    private Turn? TakeRunnable()
    {
        lock (_queue)
        {
            var turn = _state == ActivationState.Valid ? _waiting.TakeFirst(this) : null;
            if (turn is not null)
            {
                Count(turn, +1);
            }

            return turn;
        }
    }

    private void Start(Turn turn)
    {
        Task task;
        try
        {
            task = turn.Run(this) ?? Task.FromException(new InvalidOperationException($"{turn} returned no task."));
        }
        catch (Exception error)
        {
            task = Task.FromException(error);
        }

        if (task.IsCompleted)
        {
            Finish(turn, task, pumping: true);
        }
        else
        {
            // On the thread that ends it, which is nearly always at work for this activation: an awaiter would go to the thread pool from there.
            _ = task.ContinueWith(
                (ended, state) => Finish((Turn)state!, ended, pumping: false),
                turn,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private void Finish(Turn turn, Task task, bool pumping)
    {
        if (_state == ActivationState.Killed)
        {
            return;
        }

        if (task.Exception?.InnerException is InconsistentStateException { IsSourceActivation: true } error)
        {
            error.IsSourceActivation = false;
            Deactivate(new(DeactivationReasonCode.ApplicationError, error, "The state in memory is not the one that is stored."));
        }

        try
        {
            turn.Complete(this, task);
        }
        catch (Exception failure)
        {
            table.LogAnswerFailed(failure, grainId);
        }

        lock (_queue)
        {
            Count(turn, -1);
            if (turn.KeepsAlive)
            {
                _lastUsed = table.Clock.GetTimestamp();
            }

            if (_state == ActivationState.Deactivating && _running == 0)
            {
                EnqueueDeactivation();
            }
            else if (!pumping && _state == ActivationState.Valid && _waiting.Count > 0)
            {
                EnqueuePump();
            }
        }
    }

    private void Count(Turn turn, int by)
    {
        _running += by;
        if (!turn.AlwaysInterleaves)
        {
            _runningBlockers += by;
            _runningReaders += turn.IsReadOnly ? by : 0;
        }
    }
}
