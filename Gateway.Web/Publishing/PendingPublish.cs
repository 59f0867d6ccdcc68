using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>
/// One message on its way and the promise of its receipt; reused, so that a publish allocates no task. Continuations run inline,
/// one after the other: that is what keeps the replies of one log in the log's order.
/// </summary>
internal sealed class PendingPublish : IValueTaskSource<PublishReceipt>
{
    /// <summary>How many are kept for reuse; more are left to the collector.</summary>
    private const int MaxPooled = 4_096;

    private static readonly ConcurrentQueue<PendingPublish> Pool = new();
    private static int _pooled;

    private ManualResetValueTaskSourceCore<PublishReceipt> _core;

    /// <summary>The message.</summary>
    public Message Message { get; private set; } = null!;

    /// <summary>When it began to wait, as <see cref="TimeProvider.GetTimestamp"/> says.</summary>
    public long StartedAt { get; private set; }

    /// <summary>The next one in its lane's queue.</summary>
    public PendingPublish? Next { get; set; }

    /// <summary>Takes one from the pool, or a new one.</summary>
    public static PendingPublish Rent(Message message, long startedAt)
    {
        if (Pool.TryDequeue(out var pending))
        {
            Interlocked.Decrement(ref _pooled);
        }
        else
        {
            pending = new PendingPublish();
        }

        pending.Message = message;
        pending.StartedAt = startedAt;
        return pending;
    }

    /// <summary>The promise. Take it before the message can be answered; await it once.</summary>
    public ValueTask<PublishReceipt> AsValueTask() => new(this, _core.Version);

    /// <summary>Answers it.</summary>
    public void Complete(PublishReceipt receipt) => _core.SetResult(receipt);

    public PublishReceipt GetResult(short token)
    {
        var receipt = _core.GetResult(token);
        _core.Reset();
        Message = null!;
        Next = null;
        if (Interlocked.Increment(ref _pooled) <= MaxPooled)
        {
            Pool.Enqueue(this);
        }
        else
        {
            Interlocked.Decrement(ref _pooled);
        }

        return receipt;
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
