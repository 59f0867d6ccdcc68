using System.Threading.Channels;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Rooms;

/// <summary>
/// What a listener holds of its room: the position, and the events that wait for their reader. Every message enters once and in order,
/// however often and from however many activations it is delivered. Takes one batch at a time.
/// </summary>
internal sealed class ListenerBuffer(RoomListenerOptions options)
{
    private readonly Lock _gate = new();
    private readonly Channel<RoomEvent> _events = Channel.CreateBounded<RoomEvent>(options.Capacity);
    private LogPosition? _held = options.From;
    private string? _formerEpoch;
    private volatile bool _complete;

    /// <summary>The position held; none before it is known.</summary>
    public LogPosition? Held
    {
        get
        {
            lock (_gate)
            {
                return _held;
            }
        }
    }

    /// <summary>What waits for its reader.</summary>
    public ChannelReader<RoomEvent> Events => _events.Reader;

    /// <summary>The room says behind which position it delivers. Without effect where a delivery, or an earlier answer, said so already.</summary>
    public void Begin(LogPosition position)
    {
        lock (_gate)
        {
            if (_held is not { Epoch: not null })
            {
                _held = position;
            }
        }
    }

    /// <summary>Nothing more comes; what waits can still be read, then <paramref name="fault"/> is thrown if there is one.</summary>
    public void Complete(Exception? fault = null)
    {
        _complete = true;
        _events.Writer.TryComplete(fault);
    }

    /// <summary>Takes what there is room for and answers the position held.</summary>
    /// <exception cref="TimeoutException">There is a gap to announce and no room for it: nothing was taken.</exception>
    public async Task<DeliveryAck> TakeAsync(DeliveryBatch batch)
    {
        if (_complete)
        {
            return default;
        }

        using var patience = new Patience(options.Time);
        if (Refuses(batch, out var held, out var gap))
        {
            return new(Attached: true, held);
        }

        if (gap)
        {
            if (!await WriteAsync(new(new(batch.AfterSeq, batch.Epoch), Message: null), patience))
            {
                return _complete ? default : throw new TimeoutException("The listener's reader is too slow; deliver again later.");
            }

            held = batch.AfterSeq;
        }

        foreach (var message in batch.Messages)
        {
            if (message.Seq > held)
            {
                if (!await WriteAsync(new(new(message.Seq, batch.Epoch), message), patience))
                {
                    break;
                }

                held = message.Seq;
            }
        }

        return new(Attached: !_complete, held);
    }

    /// <summary>Whether the batch does not follow what is held, and what to answer then; else whether something is missing before it.</summary>
    private bool Refuses(DeliveryBatch batch, out long held, out bool gap)
    {
        lock (_gate)
        {
            if (_held is not { Epoch: { } epoch } known)
            {
                // The first delivery overtook the answer to the subscription: it says where the delivery begins.
                held = batch.AfterSeq;
                gap = batch.Gap;
                _held = gap ? _held : new(batch.AfterSeq, batch.Epoch);
                return false;
            }

            if (batch.Epoch == epoch)
            {
                held = known.Seq;
                gap = batch.Gap && batch.AfterSeq > known.Seq;
                return !gap && batch.AfterSeq > known.Seq;
            }

            // An epoch that is over: nothing is missing there. A new one: everything before it is.
            held = batch.AfterSeq + batch.Messages.Count;
            gap = batch.Epoch != _formerEpoch;
            return !gap;
        }
    }

    private async ValueTask<bool> WriteAsync(RoomEvent next, Patience patience)
    {
        while (!_events.Writer.TryWrite(next))
        {
            try
            {
                if (!await _events.Writer.WaitToWriteAsync(patience.Token))
                {
                    return false;
                }
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        lock (_gate)
        {
            _formerEpoch = _held?.Epoch is { } epoch && epoch != next.Position.Epoch ? epoch : _formerEpoch;
            _held = next.Position;
        }

        return true;
    }

    /// <summary>
    /// How long a delivery waits for the reader before it takes only what fits, 2 s from the moment the buffer is full: shorter than any
    /// sensible time-out of a call. Costs nothing while there is room.
    /// </summary>
    private sealed class Patience(TimeProvider time) : IDisposable
    {
        private CancellationTokenSource? _limit;

        public CancellationToken Token => (_limit ??= new(TimeSpan.FromSeconds(2), time)).Token;

        public void Dispose() => _limit?.Dispose();
    }
}
