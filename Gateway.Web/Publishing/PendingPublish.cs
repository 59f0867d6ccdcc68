using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>
/// One message on its way and the promise of its receipt; reused, so that a publish allocates no task. Continuations run inline,
/// one after the other: that is what keeps the replies of one log in the log's order.
/// </summary>
/// <remarks>
/// The receipt may come between the question whether it is there and the continuation's registration. The core, completed by then, would leave the continuation to the thread pool,
/// where those behind it overtake it. So it is completed only when it has its continuation.
/// </remarks>
internal sealed class PendingPublish : IValueTaskSource<PublishReceipt>
{
    /// <summary>How many are kept for reuse; more are left to the collector.</summary>
    private const int MaxPooled = 4_096;

    private static readonly ConcurrentQueue<PendingPublish> Pool = new();
    private static int _pooled;

    private const int Open = 0;
    private const int Awaited = 1;
    private const int Answered = 2;

    private ManualResetValueTaskSourceCore<PublishReceipt> _core;
    private PublishReceipt? _receipt;
    private int _state;

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
    public void Complete(PublishReceipt receipt)
    {
        _receipt = receipt;
        if (Interlocked.CompareExchange(ref _state, Answered, Open) == Awaited)
        {
            _core.SetResult(receipt);
        }
    }

    public PublishReceipt GetResult(short token)
    {
        if (GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("There is no receipt yet.");
        }

        var receipt = _receipt!;
        _receipt = null;
        _state = Open;
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

    public ValueTaskSourceStatus GetStatus(short token)
    {
        var status = _core.GetStatus(token);
        return Volatile.Read(ref _state) == Answered ? ValueTaskSourceStatus.Succeeded : status;
    }

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _core.OnCompleted(continuation, state, token, flags);
        if (Interlocked.CompareExchange(ref _state, Awaited, Open) == Answered)
        {
            _core.SetResult(_receipt!);
        }
    }
}
