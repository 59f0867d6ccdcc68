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

    // The first _count count. It is added to in place and removed from by a copy: who reads it with the count of that moment is never disturbed.
    private Subscription[] _subscriptions = [];
    private int _count;
    private string? _epoch;
    private string? _formerEpoch;
    private long _position;
    private bool _retired;

    /// <summary>The log.</summary>
    public LogId Log => log;

    /// <summary>The grain that owns it.</summary>
    public ILogOwner Owner => owner;

    /// <summary>Its place in the roster, which keeps it.</summary>
    public int Place { get; set; }

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

    private ReadOnlySpan<Subscription> Subscriptions => _subscriptions.AsSpan(0, _count);

    /// <summary>How many local subscriptions there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a connection, which gets nothing before <see cref="Start"/>. <see langword="null"/>: the audience is gone, look up a new one.</summary>
    /// <param name="target">The connection.</param>
    /// <param name="joinedSeq">See <see cref="Subscription.JoinedSeq"/>.</param>
    public Subscription? TryAdd(IDeliveryTarget target, long joinedSeq = 0)
    {
        lock (_gate)
        {
            if (_retired)
            {
                return null;
            }

            if (_count == _subscriptions.Length)
            {
                Array.Resize(ref _subscriptions, Math.Max(1, _count * 2));
            }

            var subscription = new Subscription(this, target) { JoinedSeq = joinedSeq };
            _subscriptions[_count] = subscription;
            Volatile.Write(ref _count, _count + 1);
            return subscription;
        }
    }

    /// <summary>Removes a connection; answers how many are left.</summary>
    public int Remove(Subscription subscription)
    {
        lock (_gate)
        {
            return End(subscription);
        }
    }

    /// <summary>Ends a subscription and removes its connection. False when it was over before.</summary>
    public bool TryEnd(Subscription subscription, out int left)
    {
        lock (_gate)
        {
            var first = subscription.State != SubscriptionState.Ended;
            left = End(subscription);
            return first;
        }
    }

    /// <summary>Hands a batch to the live subscriptions.</summary>
    public DeliveryOutcome Deliver(DeliveryBatch batch, IFrameEncoder encoder)
    {
        Subscription[] subscriptions;
        int count;
        var accepted = 0;
        var enqueued = 0;
        var dropped = 0;
        bool gap;
        List<(Subscription Subscription, bool Told)>? ended = null;
        lock (_gate)
        {
            (subscriptions, count) = (_subscriptions, _count);
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

                Hand(message, subscriptions.AsSpan(0, count), encoder, ref enqueued, ref dropped);
                if (message.Kind == MessageKind.Member)
                {
                    EndMembership(message, encoder, ref ended);
                }

                Volatile.Write(ref _position, message.Seq);
                accepted++;
            }
        }

        if (enqueued > 0 || gap || ended is not null)
        {
            Flush(subscriptions.AsSpan(0, count));
        }

        if (ended is not null)
        {
            foreach (var (subscription, told) in ended)
            {
                subscription.Target.OnRemoved(subscription, told);
            }
        }

        return new DeliveryOutcome(new DeliveryAck(true, Position), accepted, enqueued, dropped, gap);
    }

    private void Flush(ReadOnlySpan<Subscription> subscriptions)
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

    private void Hand(Message message, ReadOnlySpan<Subscription> subscriptions, IFrameEncoder encoder, ref int enqueued, ref int dropped)
    {
        if (message.Kind == MessageKind.Erased)
        {
            return;
        }

        var frames = new FrameVariants(encoder, log, message);
        foreach (var subscription in subscriptions)
        {
            if (subscription.State != SubscriptionState.Live || message.Seq <= subscription.Seq || subscription.IsEcho(message))
            {
                continue;
            }

            if (subscription.Target.TryEnqueue(frames.For(subscription.Target)))
            {
                enqueued++;
            }
            else
            {
                dropped++;
            }
        }
    }

    // The lock is held. Also called when nobody is left.
    private int End(Subscription subscription)
    {
        subscription.State = SubscriptionState.Ended;
        var at = Array.IndexOf(_subscriptions, subscription, 0, _count);
        if (at >= 0)
        {
            Subscription[] left = _count == 1 ? [] : new Subscription[_count - 1];
            _subscriptions.AsSpan(0, at).CopyTo(left);
            _subscriptions.AsSpan(at + 1, _count - at - 1).CopyTo(left.AsSpan(at));
            _subscriptions = left;
            Volatile.Write(ref _count, left.Length);
        }

        return _count;
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
            foreach (var subscription in Subscriptions)
            {
                if (subscription.State == SubscriptionState.Live)
                {
                    subscription.JoinedSeq = 0;
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
            foreach (var subscription in Subscriptions)
            {
                if (subscription.State != SubscriptionState.Live || subscription.Seq >= batch.AfterSeq)
                {
                    continue;
                }

                // Who began ahead of the audience misses less than the others; the two users of a private conversation know it by other names.
                subscription.Target.TryEnqueue(subscription.Seq > _position || log.Kind == LogKind.Private
                    ? encoder.EncodeGap(log, subscription.Target.UserId, _epoch, Math.Max(_position, subscription.Seq) + 1, batch.AfterSeq)
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
            _removals = null;
        }

        _epoch = epoch;
        Volatile.Write(ref _position, position);
    }
}
