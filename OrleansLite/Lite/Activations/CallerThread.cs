namespace Orleans.Lite.Activations;

/// <summary>
/// Lets what a call sets off within the process run on the thread that made the call, after the message was handed over: waking another thread costs more than most turns.
/// Who is busy on another thread stays there. Only threads that are not the pool's are lent, such as those that read sockets: on the pool the next thread is at hand.
/// A thread whose awaits go elsewhere (a synchronization context or task scheduler of its own) lends nothing.
/// What is set off in turn comes into the same queue: the stack does not grow, and no lock of the runtime is held meanwhile.
/// </summary>
internal static class CallerThread
{
    /// <summary>Work items run for one call; what is left then goes to the thread pool, so that a caller gets its thread back.</summary>
    private const int MaxItems = 32;

    /// <summary>Every so many calls a thread keeps for itself: a loop of calls that never have to wait would hold it for ever.</summary>
    private const uint CallsBetweenPauses = 64;

    private static readonly ExecutionContext Clean = CaptureClean();

    [ThreadStatic]
    private static Queue<IThreadPoolWorkItem>? _items;

    [ThreadStatic]
    private static bool _lent;

    [ThreadStatic]
    private static uint _calls;

    /// <summary>Whether this thread is a caller's.</summary>
    public static bool IsLent => _lent;

    /// <summary>Queues work for this thread if it is lent, else for the thread pool.</summary>
    public static void Queue(IThreadPoolWorkItem item, bool preferLocal)
    {
        if (_lent)
        {
            _items!.Enqueue(item);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal);
        }
    }

    /// <summary>Lends this thread, if it can be; <see cref="Run"/> takes it back.</summary>
    public static bool TryLend()
    {
        if (_lent || Thread.CurrentThread.IsThreadPoolThread || SynchronizationContext.Current is not null || TaskScheduler.Current != TaskScheduler.Default)
        {
            return false;
        }

        if (++_calls % CallsBetweenPauses == 0)
        {
            return false;
        }

        _items ??= new();
        _lent = true;
        return true;
    }

    /// <summary>Runs what was queued since <see cref="TryLend"/>. The caller's AsyncLocals are not there meanwhile, as on any other thread.</summary>
    public static void Run()
    {
        var before = ExecutionContext.Capture();
        try
        {
            if (before is not null && !ReferenceEquals(before, Clean))
            {
                ExecutionContext.Restore(Clean);
            }

            RunAll(_items!);
        }
        finally
        {
            _lent = false;
            GiveAway(_items!);
            if (before is not null && !ReferenceEquals(before, Clean))
            {
                ExecutionContext.Restore(before);
            }
        }
    }

    private static void RunAll(Queue<IThreadPoolWorkItem> items)
    {
        for (var i = 0; i < MaxItems && items.TryDequeue(out var item); i++)
        {
            item.Execute();
        }
    }

    private static void GiveAway(Queue<IThreadPoolWorkItem> items)
    {
        while (items.TryDequeue(out var item))
        {
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        }
    }

    private static ExecutionContext CaptureClean()
    {
        ExecutionContext? clean = null;
        var thread = new Thread(() => clean = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return clean!;
    }
}
