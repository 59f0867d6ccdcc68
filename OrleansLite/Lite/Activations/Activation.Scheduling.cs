using Orleans.Runtime;

namespace Orleans.Lite.Activations;

/// <summary>The task scheduler: a queue of tasks and markers, run by one thread at a time.</summary>
internal sealed partial class Activation
{
    /// <summary>Items run before the thread goes back to the pool, so that one busy grain does not starve others.</summary>
    private const int ItemsPerRun = 128;

    /// <summary>The same where the thread is only lent.</summary>
    private const int ItemsPerLentRun = 16;

    private static readonly object PumpMarker = new();
    private static readonly object ActivateMarker = new();
    private static readonly object DeactivateMarker = new();

    private static readonly Action<object?> PumpAction = static state => ((Activation)state!).Pump();
    private static readonly Action<object?> ActivateAction = static state => _ = ((Activation)state!).ActivateAsync();
    private static readonly Action<object?> DeactivateAction = static state => _ = ((Activation)state!).FinishDeactivationAsync();

    private readonly Queue<object> _queue = new();
    private bool _scheduled;
    private bool _pumpQueued;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs an action on this activation, between its turns.</summary>
    public void Post(Action action) => _ = Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    public void Execute()
    {
        RuntimeContext.Set(this);
        try
        {
            var most = CallerThread.IsLent ? ItemsPerLentRun : ItemsPerRun;
            for (var i = 0; i < most; i++)
            {
                if (!TryDequeue(out var item))
                {
                    return;
                }

                Run(item!);
            }

            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        finally
        {
            RuntimeContext.Set(null);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_queue)
        {
            if (_state != ActivationState.Killed)
            {
                Enqueue(task);
            }
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_queue)
        {
            return [.. _queue.OfType<Task>()];
        }
    }

    private bool TryDequeue(out object? item)
    {
        lock (_queue)
        {
            _scheduled = _queue.TryDequeue(out item);
            _pumpQueued &= !ReferenceEquals(item, PumpMarker);
            return _scheduled;
        }
    }

    private void Run(object item)
    {
        if (item is Task task)
        {
            TryExecuteTask(task);
            return;
        }

        // A task around each makes TaskScheduler.Current this activation for the awaits within.
        var action = ReferenceEquals(item, PumpMarker) ? PumpAction : ReferenceEquals(item, ActivateMarker) ? ActivateAction : DeactivateAction;
        new Task(action, this).RunSynchronously(this);
    }

    private void EnqueuePump()
    {
        if (!_pumpQueued)
        {
            _pumpQueued = true;
            Enqueue(PumpMarker);
        }
    }

    private void Enqueue(object item)
    {
        _queue.Enqueue(item);
        if (!_scheduled)
        {
            _scheduled = true;
            CallerThread.Queue(this, preferLocal: true);
        }
    }
}
