using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// The local connections that listen to one log, and how far the log was handed to them. Deliveries and the end of a replay
/// meet under one lock: that is why a connection sees every message once and in order. The lock is held while frames are
/// queued, never while anything is sent or awaited.
/// </summary>
internal sealed partial class Audience(LogId log, ILogOwner owner)
{
    private readonly Lock _gate = new();
    private Subscription[] _subscriptions = [];
    private string? _epoch;
    private string? _formerEpoch;
    private long _position;
    private bool _retired;

    /// <summary>The log.</summary>
    public LogId Log => log;

    /// <summary>The grain that owns it.</summary>
    public ILogOwner Owner => owner;

    /// <summary>The last position that was handed to the live subscriptions.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>The last position that was handed over, with its epoch; <see langword="null"/> before the first is known.</summary>
    public LogPosition? HeldPosition
    {
        get
        {
            lock (_gate)
            {
                return _epoch is null ? null : new LogPosition(_position, _epoch);
            }
        }
    }

    /// <summary>How many local subscriptions there are.</summary>
    public int Count => Volatile.Read(ref _subscriptions).Length;

    /// <summary>Adds a connection, which gets nothing before <see cref="Start"/>. <see langword="null"/>: the audience is gone, look up a new one.</summary>
    public Subscription? TryAdd(IDeliveryTarget target)
    {
        lock (_gate)
        {
            if (_retired)
            {
                return null;
            }

            var subscription = new Subscription(this, target);
            _subscriptions = [.. _subscriptions, subscription];
            return subscription;
        }
    }

    /// <summary>Removes a connection; answers how many are left.</summary>
    public int Remove(Subscription subscription)
    {
        lock (_gate)
        {
            subscription.State = SubscriptionState.Ended;
            var at = Array.IndexOf(_subscriptions, subscription);
            if (at >= 0)
            {
                var left = new Subscription[_subscriptions.Length - 1];
                _subscriptions.AsSpan(0, at).CopyTo(left);
                _subscriptions.AsSpan(at + 1).CopyTo(left.AsSpan(at));
                _subscriptions = left;
            }

            return _subscriptions.Length;
        }
    }

    /// <summary>Hands a batch to the live subscriptions.</summary>
    public DeliveryOutcome Deliver(DeliveryBatch batch, IFrameEncoder encoder)
    {
        Subscription[] subscriptions;
        var accepted = 0;
        var enqueued = 0;
        var dropped = 0;
        bool gap;
        lock (_gate)
        {
            subscriptions = _subscriptions;
            if (!Accept(batch, encoder, out gap))
            {
                return new DeliveryOutcome(new DeliveryAck(true, AnswerTo(batch)), 0, 0, 0, Gap: false);
            }

            var messages = batch.Messages;
            for (var i = 0; i < messages.Count; i++)
            {
                var message = messages[i];
                if (message.Seq <= _position)
                {
                    continue;
                }

                if (message.Seq != _position + 1)
                {
                    break;
                }

                Hand(message, subscriptions, encoder, ref enqueued, ref dropped);
                Volatile.Write(ref _position, message.Seq);
                accepted++;
            }
        }

        if (enqueued > 0 || gap)
        {
            foreach (var subscription in subscriptions)
            {
                if (log.Kind == LogKind.Inbox)
                {
                    subscription.Target.ConfirmSoon(now: false);
                }

                subscription.Target.Flush();
            }
        }

        return new DeliveryOutcome(new DeliveryAck(true, Position), accepted, enqueued, dropped, gap);
    }

    private void Hand(Message message, Subscription[] subscriptions, IFrameEncoder encoder, ref int enqueued, ref int dropped)
    {
        OutboundFrame? frame = null;
        foreach (var subscription in subscriptions)
        {
            if (subscription.State != SubscriptionState.Live || message.Seq <= subscription.Seq || subscription.IsEcho(message))
            {
                continue;
            }

            frame ??= encoder.Encode(log, message);
            if (subscription.Target.TryEnqueue(frame))
            {
                enqueued++;
            }
            else
            {
                dropped++;
            }
        }
    }

    /// <summary>Whether the batch follows what is held; moves over a gap that the owner declares.</summary>
    private bool Accept(DeliveryBatch batch, IFrameEncoder encoder, out bool gap)
    {
        gap = false;
        if (_epoch is null)
        {
            // The first delivery overtook the answer to the attach: it says where the delivery began.
            MoveTo(batch.Epoch, batch.AfterSeq);
            return true;
        }

        if (batch.Epoch != _epoch)
        {
            if (batch.Epoch == _formerEpoch)
            {
                return false;
            }

            gap = true;
            MoveTo(batch.Epoch, batch.AfterSeq);
            foreach (var subscription in _subscriptions)
            {
                if (subscription.State == SubscriptionState.Live)
                {
                    subscription.Seq = 0;
                    subscription.Epoch = batch.Epoch;
                    subscription.Target.TryEnqueue(encoder.EncodeGap(log, subscription.Target.UserId, batch.Epoch, 1, batch.AfterSeq));
                }
            }

            return true;
        }

        if (batch.AfterSeq > _position)
        {
            if (!batch.Gap)
            {
                return false;
            }

            gap = true;
            OutboundFrame? shared = null;
            foreach (var subscription in _subscriptions)
            {
                if (subscription.State != SubscriptionState.Live || subscription.Seq >= batch.AfterSeq)
                {
                    continue;
                }

                // Who began ahead of the audience misses less than the others.
                subscription.Target.TryEnqueue(subscription.Seq > _position
                    ? encoder.EncodeGap(log, subscription.Target.UserId, _epoch, subscription.Seq + 1, batch.AfterSeq)
                    : shared ??= encoder.EncodeGap(log, subscription.Target.UserId, _epoch, _position + 1, batch.AfterSeq));
            }

            Volatile.Write(ref _position, batch.AfterSeq);
        }

        return true;
    }

    /// <summary>What a refused batch is answered: the own position, or, in an epoch that is over, that nothing is missing there.</summary>
    private long AnswerTo(DeliveryBatch batch) =>
        batch.Epoch == _epoch ? _position : batch.AfterSeq + batch.Messages.Count;

    private void MoveTo(string epoch, long position)
    {
        if (_epoch is not null && _epoch != epoch)
        {
            _formerEpoch = _epoch;
        }

        _epoch = epoch;
        Volatile.Write(ref _position, position);
    }
}
