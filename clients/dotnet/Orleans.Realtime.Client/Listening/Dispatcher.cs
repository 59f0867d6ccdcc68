using System.Collections.Immutable;
using System.Threading.Channels;
using Orleans.Realtime.Client.Connections;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Receiving;

namespace Orleans.Realtime.Client.Listening;

/// <summary>Gives events to whoever listens, one after the other and in their order, outside the client's gate.</summary>
internal sealed partial class Dispatcher : IDisposable
{
    private readonly ClientContext _context;
    private readonly Channel<Delivered> _events = Channel.CreateUnbounded<Delivered>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Action<Delivered> _handled;
    private readonly Action<Delivered> _onHandled;
    private readonly Action _onCaughtUp;
    private ImmutableArray<Listener> _listeners = [];
    private int _waiting;
    private int _waitingOfInbox;
    private volatile bool _isFull;

    /// <summary>Begins to give out at once.</summary>
    /// <param name="context">The client's.</param>
    /// <param name="onHandled">Called under the gate when an event with a place was handled.</param>
    /// <param name="onCaughtUp">Called under the gate when half of what made it full was handled.</param>
    public Dispatcher(ClientContext context, Action<Delivered> onHandled, Action onCaughtUp)
    {
        (_context, _onHandled, _onCaughtUp) = (context, onHandled, onCaughtUp);
        _handled = Handled;
        _ = Task.Run(DispatchAsync);
    }

    private int Max => _context.Options.Delivery.MaxBuffered;

    /// <summary>Whether one more may wait; where not, <c>onCaughtUp</c> will be called.</summary>
    public bool HasRoom(RealtimeLog kind)
    {
        var hasRoom = Volatile.Read(ref kind == RealtimeLog.Inbox ? ref _waitingOfInbox : ref _waiting) < Max;
        _isFull |= !hasRoom;
        return hasRoom;
    }

    public void Add(Listener listener) => ImmutableInterlocked.Update(ref _listeners, static (listeners, added) => listeners.Add(added), listener);

    public void Remove(Listener listener) => ImmutableInterlocked.Update(ref _listeners, static (listeners, removed) => listeners.Remove(removed), listener);

    /// <summary>An event with a place in a log.</summary>
    public void Post(RealtimeEvent occurrence, Log log, long seq)
    {
        var delivered = new Delivered(occurrence, log, seq, _handled);
        log.Opened(delivered);
        Write(delivered);
    }

    /// <summary>An event without one. False where too many wait: it is dropped.</summary>
    public bool Post(RealtimeEvent occurrence)
    {
        if (!HasRoom(RealtimeLog.Room))
        {
            return false;
        }

        Write(new Delivered(occurrence, null, 0, static _ => { }));
        return true;
    }

    /// <summary>An event that is not dropped; the caller has seen to it that there cannot be many.</summary>
    public void PostAlways(RealtimeEvent occurrence) => Write(new Delivered(occurrence, null, 0, static _ => { }));

    /// <summary>Loops end, once what they hold is given out.</summary>
    public void EndLoops(RealtimeClientException? error)
    {
        foreach (var listener in _listeners)
        {
            listener.End(error);
        }
    }

    public void Dispose()
    {
        _events.Writer.TryComplete();
        _cancellation.Cancel();
        EndLoops(null);
    }

    private void Write(Delivered delivered)
    {
        Interlocked.Increment(ref delivered.IsFromInbox ? ref _waitingOfInbox : ref _waiting);
        _events.Writer.TryWrite(delivered);
    }

    private async Task DispatchAsync()
    {
        while (await _events.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (!_cancellation.IsCancellationRequested && _events.Reader.TryRead(out var delivered))
            {
                foreach (var listener in _listeners)
                {
                    await GiveAsync(listener, delivered).ConfigureAwait(false);
                }

                Interlocked.Decrement(ref delivered.IsFromInbox ? ref _waitingOfInbox : ref _waiting);
                delivered.Release();
                if (_isFull)
                {
                    CatchUp();
                }
            }

            if (_cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async ValueTask GiveAsync(Listener listener, Delivered delivered)
    {
        try
        {
            if (listener.Wants(delivered.Event))
            {
                await listener.TakeAsync(delivered, _cancellation.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            // The client was disposed, as the handler was told.
        }
        catch (Exception exception)
        {
            LogHandlerFailed(_context.Logger, exception, delivered.Event.GetType().Name);
            if (delivered.Event is not ClientError)
            {
                Post(new ClientError(RealtimeClientException.From(exception, RealtimeErrorCodes.Handler)));
            }
        }
    }

    private void Handled(Delivered delivered)
    {
        lock (_context.Gate)
        {
            _onHandled(delivered);
        }
    }

    private void CatchUp()
    {
        lock (_context.Gate)
        {
            if (_isFull && _waiting <= Max / 2 && _waitingOfInbox <= Max / 2)
            {
                _isFull = false;
                _onCaughtUp();
            }
        }
    }
}
