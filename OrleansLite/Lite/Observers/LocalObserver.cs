using Orleans.Lite.Activations;
using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Lite.Observers;

/// <summary>One observer object: its calls in order, one at a time, on the thread pool.</summary>
internal sealed class LocalObserver(Node node, IGrainObserver target) : IThreadPoolWorkItem
{
    /// <summary>Calls taken on a thread that is only lent.</summary>
    private const int CallsPerLentRun = 16;

    private readonly WeakReference<IGrainObserver> _target = new(target);
    private readonly Queue<RequestMessage> _queue = new();
    private bool _running;

    public bool IsAlive => _target.TryGetTarget(out _);

    public void Enqueue(RequestMessage request)
    {
        if (request.AlwaysInterleaves)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static each => each.Observer.Interleave(each.Request), (Observer: this, Request: request), preferLocal: false);
            return;
        }

        lock (_queue)
        {
            _queue.Enqueue(request);
            if (_running)
            {
                return;
            }

            _running = true;
        }

        CallerThread.Queue(this, preferLocal: false);
    }

    public void Execute()
    {
        var most = CallerThread.IsLent ? CallsPerLentRun : int.MaxValue;
        for (var i = 0; i < most; i++)
        {
            if (!TryTake(out var request))
            {
                return;
            }

            var task = Invoke(request);
            if (!task.IsCompleted)
            {
                task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() =>
                {
                    node.Answer(request, task);
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                });
                return;
            }

            node.Answer(request, task);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Interleave(RequestMessage request)
    {
        var task = Invoke(request);
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => node.Answer(request, task));
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RequestMessage? request)
    {
        lock (_queue)
        {
            _running = _queue.TryDequeue(out request);
            return _running;
        }
    }

    private Task Invoke(RequestMessage request)
    {
        if (!_target.TryGetTarget(out var target))
        {
            node.Observers.Remove(request.Target);
            return Task.FromException(new ClientNotAvailableException(request.Target));
        }

        var before = ExecutionContext.Capture()!;
        try
        {
            if (request.Context is not null)
            {
                RequestContext.Current = request.Context;
            }

            return request.Body.Invoke(target) ?? Task.FromException(new InvalidOperationException($"{request.Body.Method} returned no task."));
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
        finally
        {
            if (!ReferenceEquals(ExecutionContext.Capture(), before))
            {
                ExecutionContext.Restore(before);
            }
        }
    }
}
