using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams;

/// <summary>
/// Adds to one stream: one call to the store at a time, in the order of arrival, and what comes meanwhile goes together in the next (group commit). A fault
/// hits only the calls that it went with. Runs on the activation's single thread.
/// </summary>
/// <param name="services">What streams share.</param>
/// <param name="stream">The stream.</param>
/// <param name="onAdded">Called when entries were added, before their publishers are answered.</param>
internal sealed class StreamPublisher(StreamServices services, string stream, Action onAdded)
{
    private readonly Queue<Call> _waiting = new();
    private readonly List<Call> _going = [];
    private int _waitingMessages;
    private long _waitingBytes;
    private bool _running;

    /// <summary>Adds publishes. They were checked.</summary>
    /// <param name="publishes">The publishes.</param>
    /// <param name="messages">Their messages.</param>
    /// <param name="bytes">The bytes of those.</param>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Unavailable"/>: the store is out of reach, or more waits for it than the logs' options allow.</exception>
    public Task<StreamReceipt[]> PublishAsync(StreamPublish[] publishes, int messages, long bytes)
    {
        if (_waiting.Count > 0 && (_waitingMessages + messages > services.Bounds.MaxPendingMessages || _waitingBytes + bytes > services.Bounds.MaxPendingBytes))
        {
            throw new RealtimeException(RealtimeErrorCode.Unavailable, "Too many messages wait for the stream's storage; nothing was done. Try again.");
        }

        var call = new Call(publishes, messages, bytes);
        _waiting.Enqueue(call);
        _waitingMessages += messages;
        _waitingBytes += bytes;
        if (!_running)
        {
            _ = RunAsync();
        }

        return call.Task;
    }

    private async Task RunAsync()
    {
        _running = true;
        while (_waiting.Count > 0)
        {
            var batch = TakeBatch();
            try
            {
                var receipts = await services.CallAsync(
                    stream, store => store.PublishAsync(stream, batch, services.Options.MaxLength, services.Options.IdempotencyWindow));
                Answer(receipts);
            }
            catch (Exception exception)
            {
                _going.ForEach(call => call.TrySetException(exception));
            }

            _going.Clear();
        }

        _running = false;
    }

    /// <summary>Whole calls, at least one: what one call brings meets one fate.</summary>
    private StreamPublish[] TakeBatch()
    {
        var (publishes, messages, bytes) = (0, 0, 0L);
        while (_waiting.TryPeek(out var next)
            && (publishes == 0 || (messages + next.Messages <= services.Bounds.MaxBatchMessages && bytes + next.Bytes <= services.Bounds.MaxBatchBytes)))
        {
            _going.Add(_waiting.Dequeue());
            (publishes, messages, bytes) = (publishes + next.Publishes.Length, messages + next.Messages, bytes + next.Bytes);
        }

        _waitingMessages -= messages;
        _waitingBytes -= bytes;
        return _going.Count == 1 ? _going[0].Publishes : [.. _going.SelectMany(call => call.Publishes)];
    }

    private void Answer(StreamReceipt[] receipts)
    {
        var added = 0;
        foreach (var receipt in receipts)
        {
            added += receipt is { Error: RealtimeErrorCode.None, Duplicate: false } ? receipt.Ids.Length : 0;
        }

        if (added > 0)
        {
            services.Metrics.Published(added);
            onAdded();
        }

        var answered = 0;
        foreach (var call in _going)
        {
            call.TrySetResult(_going.Count == 1 ? receipts : receipts.AsSpan(answered, call.Publishes.Length).ToArray());
            answered += call.Publishes.Length;
        }
    }

    private sealed class Call(StreamPublish[] publishes, int messages, long bytes)
        : TaskCompletionSource<StreamReceipt[]>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public StreamPublish[] Publishes => publishes;

        public int Messages => messages;

        public long Bytes => bytes;
    }
}
