using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Delivery;

/// <summary>
/// Delivers one log to one receiver: in order, one batch in flight, again after a failure, until the receiver has it or is gone. What
/// comes meanwhile forms the next batch: calls in flight together have no order. All of it runs on the owning activation's single
/// thread, interleaved at awaits. Every restart of the delivery (attach, failure, hole) begins a new generation: answers to batches of
/// an older one change nothing, and the receiver knows such a batch by its position.
/// </summary>
internal abstract partial class LogPump
{
    private readonly IPumpOwner _owner;
    private int _generation;
    private int _failures;
    private bool _announceGap;
    private bool _waking;
    private bool _reading;
    private bool _sending;
    private bool _suspended;
    private bool _closed;

    protected LogPump(IPumpOwner owner)
    {
        _owner = owner;
        AckedSeq = Source.LastSeq;
    }

    /// <summary>The last position that the receiver confirmed.</summary>
    public long AckedSeq { get; private set; }

    /// <summary>Where another activation goes on; an epoch that no log has while the receiver was not told of a hole before it.</summary>
    public LogPosition Position => new(AckedSeq, _announceGap ? string.Empty : Source.Epoch);

    /// <summary>The receiver, for the log.</summary>
    protected abstract string Name { get; }

    /// <summary>The receiver, for metrics: one of few.</summary>
    protected abstract string MetricTag { get; }

    protected DeliveryServices Services => _owner.Services;

    protected IDeliverySource Source => _owner.Source;

    protected bool IsClosed => _closed;

    /// <summary>Tells the receiver, without waiting, that nobody delivers to it from here any more.</summary>
    public abstract void NotifyLost();

    protected abstract Task<DeliveryAck> CallAsync(DeliveryBatch batch);

    /// <summary>Whether the receiver is still there. Asked before a delivery that failed is repeated.</summary>
    protected abstract ValueTask<bool> IsAliveAsync();

    /// <summary>Sets the position that the receiver holds, and delivers what follows it when woken.</summary>
    protected void StartBehind(LogPosition? from)
    {
        var known = from is not { Epoch: { } epoch } || string.Equals(epoch, Source.Epoch, StringComparison.Ordinal);
        _announceGap = !known;
        _failures = 0;
        RestartAt(!known ? 0 : Math.Min(from?.Seq ?? long.MaxValue, Source.LastSeq));
    }

    /// <summary>Ends delivery.</summary>
    public virtual void Close()
    {
        _closed = true;
        _generation++;
        DropLive();
    }

    /// <summary>
    /// Sends what waits, unless a batch is in flight. <paramref name="shared"/> is the batch that another pump of the same log
    /// just sent: pumps at the same position send the same one.
    /// </summary>
    public void Wake(ref DeliveryBatch? shared)
    {
        // A lane that answers at once comes back here from within the loop, which goes on by itself.
        if (_waking)
        {
            return;
        }

        _waking = true;
        while (!_closed && !_sending)
        {
            if (_live is not null && TakeLive() is { } live)
            {
                _ = DeliverLiveAsync(live, _generation);
                continue;
            }

            if (_suspended || _reading || (AckedSeq >= Source.LastSeq && !_announceGap))
            {
                break;
            }

            var most = MostOfLog();
            if (shared is not null && !_announceGap && shared.AfterSeq == AckedSeq && shared.Messages.Count <= most)
            {
                Send(shared);
                continue;
            }

            var read = Source.ReadAfterAsync(AckedSeq, most, Services.Options.MaxBatchBytes);
            if (!read.IsCompletedSuccessfully)
            {
                _reading = true;
                _ = ReadAsync(read.AsTask(), _generation);
                continue;
            }

            var batch = ToBatch(read.Result);
            _unreadable = false;
            shared ??= batch.Gap ? null : batch;
            Send(batch);
        }

        _waking = false;
    }

    private void Wake()
    {
        DeliveryBatch? none = null;
        Wake(ref none);
    }

    private async Task ReadAsync(Task<DeliveryChunk> read, int generation)
    {
        DeliveryBatch? batch = null;
        try
        {
            batch = ToBatch(await read);
            _unreadable = false;
        }
        catch (Exception exception)
        {
            Log.ReadFailed(Services.Logger, Source.Log.Kind, exception);
            _unreadable = true;
            if (generation == _generation)
            {
                Retry();
            }
        }

        _reading = false;
        if (batch is not null && generation == _generation)
        {
            Send(batch);
        }

        Wake();
    }

    private DeliveryBatch ToBatch(DeliveryChunk chunk) =>
        new(Source.Log, Source.Epoch, chunk.AfterSeq, chunk.Messages, Gap: _announceGap || chunk.AfterSeq > AckedSeq);

    private void Send(DeliveryBatch batch)
    {
        _sending = true;
        _ = DeliverAsync(batch, _generation);
    }

    private async Task DeliverAsync(DeliveryBatch batch, int generation)
    {
        DeliveryAck ack;
        try
        {
            ack = await CallAsync(batch);
        }
        catch (Exception exception)
        {
            Services.Metrics.Failed(MetricTag);
            Log.DeliveryFailed(Services.Logger, Name, Source.Log.Kind, exception);
            if (generation == _generation)
            {
                Retry();
            }

            return;
        }

        if (generation == _generation)
        {
            Answered(batch, ack);
        }
    }

    private void Answered(DeliveryBatch batch, DeliveryAck ack)
    {
        _sending = false;
        if (!ack.Attached)
        {
            Drop(RouteDropReason.NotAttached);
            return;
        }

        var last = batch.AfterSeq + batch.Messages.Count;
        if (ack.Seq < last)
        {
            // The receiver refused it, or a part: it holds something else than this pump believed.
            Services.Metrics.Redelivering();
            if (ack.Seq > batch.AfterSeq || _failures == 0)
            {
                _failures++;
                RestartAt(ack.Seq);
                Wake();
            }
            else
            {
                AckedSeq = ack.Seq;
                Retry();
            }

            return;
        }

        Services.Metrics.Delivered(MetricTag, batch.Messages.Count);
        _failures = 0;
        _announceGap = false;
        AckedSeq = Math.Max(AckedSeq, Math.Min(ack.Seq, Source.LastSeq));
        _owner.OnConfirmed();
        if (AckedSeq == Source.LastSeq)
        {
            _owner.OnCaughtUp();
        }

        Wake();
    }

    private void RestartAt(long position)
    {
        _generation++;
        _sending = false;
        _suspended = false;
        AckedSeq = position;
    }

    private void Retry()
    {
        RestartAt(AckedSeq);
        _suspended = true;
        _failures++;
        _ = RetryAsync(_generation);
    }

    private async Task RetryAsync(int generation)
    {
        var options = Services.Options;
        var factor = 1L << Math.Min(_failures - 1, 20);
        var delay = options.RetryDelay.Ticks > options.MaxRetryDelay.Ticks / factor ? options.MaxRetryDelay : options.RetryDelay * factor;
        await Task.Delay(delay, Services.Time);
        if (generation != _generation)
        {
            return;
        }

        var alive = await IsAliveAsync();
        if (generation != _generation)
        {
            return;
        }

        if (!alive)
        {
            Drop(RouteDropReason.LeaseGone);
            return;
        }

        Services.Metrics.Redelivering();
        _suspended = false;
        Wake();
    }

    protected void Drop(RouteDropReason reason)
    {
        Services.Metrics.RouteDropped(reason);
        Log.RouteDropped(Services.Logger, Name, Source.Log.Kind, reason);
        Close();
        _owner.OnDropped(this);
    }
}
