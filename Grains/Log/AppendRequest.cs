using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <summary>One call of <see cref="LogWriter.AppendAsync"/>: its messages, and their receipts as they become known.</summary>
internal sealed class AppendRequest(IReadOnlyList<Message> messages)
{
    private readonly PublishReceipt[] _receipts = new PublishReceipt[messages.Count];
    private int _answered;
    private RealtimeException? _failure;
    private TaskCompletionSource<IReadOnlyList<PublishReceipt>>? _completion;

    public IReadOnlyList<Message> Messages => messages;

    /// <summary>How many of the messages went into a flush so far.</summary>
    public int Taken { get; set; }

    /// <summary>Completes with the last receipt. A task is made only for a call that has to wait.</summary>
    public Task<IReadOnlyList<PublishReceipt>> Task
    {
        get
        {
            if (_completion is not null)
            {
                return _completion.Task;
            }

            if (_failure is not null)
            {
                return System.Threading.Tasks.Task.FromException<IReadOnlyList<PublishReceipt>>(_failure);
            }

            if (_answered == _receipts.Length)
            {
                return System.Threading.Tasks.Task.FromResult<IReadOnlyList<PublishReceipt>>(_receipts);
            }

            // Continuations run after the flush, not in the middle of it.
            _completion = new TaskCompletionSource<IReadOnlyList<PublishReceipt>>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _completion.Task;
        }
    }

    /// <summary>Gives one message its receipt.</summary>
    public void Answer(int index, PublishReceipt receipt)
    {
        _receipts[index] = receipt;
        if (++_answered == _receipts.Length)
        {
            _completion?.TrySetResult(_receipts);
        }
    }

    /// <summary>Refuses every message that has not gone into a flush.</summary>
    public void RefuseRest(RealtimeErrorCode error, string reason)
    {
        for (; Taken < messages.Count; Taken++)
        {
            Answer(Taken, new PublishReceipt { MessageId = messages[Taken].Id, Error = error, ErrorMessage = reason });
        }
    }

    /// <summary>Fails the whole call.</summary>
    public void Fail(RealtimeException failure)
    {
        _failure = failure;
        _completion?.TrySetException(failure);
    }
}
