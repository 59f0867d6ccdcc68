using System.Threading.Channels;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Receiving;

namespace Orleans.Realtime.Client.Listening;

/// <summary>
/// Events for an <c>await foreach</c> loop, collected from its making on. Bounded: a loop that is too slow fails with <c>overflow</c> rather than eat all
/// memory. An event counts as handled when the loop comes back for the next, or is left.
/// </summary>
internal sealed class EventLoop<TEvent>(Func<TEvent, bool>? filter, int maxBuffered, Action<Listener> onLeft, CancellationToken cancellationToken)
    : Listener, IAsyncEnumerable<TEvent>
    where TEvent : RealtimeEvent
{
    private readonly Channel<Delivered> _buffer = Channel.CreateBounded<Delivered>(new BoundedChannelOptions(maxBuffered) { SingleReader = true });
    private int _isEntered;

    public override bool Wants(RealtimeEvent occurrence) => occurrence is TEvent wanted && filter?.Invoke(wanted) != false;

    public override Task TakeAsync(Delivered delivered, CancellationToken cancellationToken)
    {
        delivered.Hold();
        if (!_buffer.Writer.TryWrite(delivered))
        {
            delivered.Release();
            onLeft(this);
            _buffer.Writer.TryComplete(new RealtimeClientException(RealtimeErrorCodes.Overflow, $"{maxBuffered} events wait for a loop that is too slow."));
        }

        return Task.CompletedTask;
    }

    /// <summary>What is there is still given out; then the loop ends, or throws.</summary>
    public override void End(RealtimeClientException? error) => _buffer.Writer.TryComplete(error);

    public async IAsyncEnumerator<TEvent> GetAsyncEnumerator(CancellationToken enumerationToken = default)
    {
        if (Interlocked.Exchange(ref _isEntered, 1) != 0)
        {
            throw new InvalidOperationException("Events come once: make another reader for another loop.");
        }

        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enumerationToken);
        try
        {
            while (await _buffer.Reader.WaitToReadAsync(linked.Token).ConfigureAwait(false))
            {
                while (_buffer.Reader.TryRead(out var delivered))
                {
                    try
                    {
                        yield return (TEvent)delivered.Event;
                    }
                    finally
                    {
                        delivered.Release();
                    }

                    linked.Token.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            onLeft(this);
            _buffer.Writer.TryComplete();
            while (_buffer.Reader.TryRead(out var left))
            {
                left.Release();
            }
        }
    }
}
