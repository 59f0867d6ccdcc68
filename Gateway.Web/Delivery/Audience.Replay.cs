using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>How a subscription gets from its own position to the audience's.</summary>
internal sealed partial class Audience
{
    /// <summary>
    /// Gives a subscription its start. With no position it is live from now, and the answer says where that is; with one, the
    /// answer says whether it must catch up first (<see cref="SubscriptionState.CatchingUp"/>).
    /// </summary>
    /// <param name="subscription">Which.</param>
    /// <param name="from">The client has everything up to here.</param>
    /// <param name="head">The log's newest position, as its owner said after the subscription was added.</param>
    public LogPosition Start(Subscription subscription, LogPosition? from, LogPosition head)
    {
        lock (_gate)
        {
            if (subscription.State == SubscriptionState.Ended)
            {
                return from ?? head;
            }

            if (from is null)
            {
                var now = _epoch == head.Epoch ? Math.Max(_position, head.Seq) : head.Seq;
                subscription.Seq = now;
                subscription.Epoch = head.Epoch;
                subscription.State = _epoch == head.Epoch ? SubscriptionState.Live : SubscriptionState.CatchingUp;
                return new LogPosition(now, head.Epoch);
            }

            // The head is as old as the connection's join: the client may have more from another socket by now, or from one that it held
            // before. A page of the log shows whether it knows the position.
            var known = from.Value.Epoch is null || from.Value.Epoch == head.Epoch;
            var beyond = from.Value.Seq > Math.Max(head.Seq, _epoch == head.Epoch ? _position : 0);
            subscription.Seq = from.Value.Seq;
            subscription.Epoch = !known ? from.Value.Epoch : beyond ? null : head.Epoch;
            subscription.State = MeetsLive(subscription) ? SubscriptionState.Live : SubscriptionState.CatchingUp;
            return from.Value;
        }
    }

    /// <summary>Whether the subscription must be replayed to.</summary>
    public bool IsCatchingUp(Subscription subscription)
    {
        lock (_gate)
        {
            return subscription.State == SubscriptionState.CatchingUp;
        }
    }

    /// <summary>Ends a replay when nothing is left to replay. True when it is over for whatever reason.</summary>
    public bool TryGoLive(Subscription subscription)
    {
        lock (_gate)
        {
            if (subscription.State == SubscriptionState.CatchingUp && MeetsLive(subscription))
            {
                subscription.State = SubscriptionState.Live;
            }

            return subscription.State != SubscriptionState.CatchingUp;
        }
    }

    /// <summary>After which position history is read for the subscription.</summary>
    public long ReadAfter(Subscription subscription)
    {
        lock (_gate)
        {
            return subscription.Seq;
        }
    }

    /// <summary>The position up to which everything was queued for the subscription.</summary>
    public LogPosition PositionOf(Subscription subscription)
    {
        lock (_gate)
        {
            return subscription.State == SubscriptionState.Live
                ? new LogPosition(Math.Max(_position, subscription.Seq), _epoch)
                : new LogPosition(subscription.Seq, subscription.Epoch);
        }
    }

    /// <summary>
    /// Queues what a page holds for a subscription, from message <paramref name="next"/> of the page on, until the page ends,
    /// the live deliveries take over, or the connection has no room.
    /// </summary>
    /// <returns>Whether the page is used up.</returns>
    public bool Replay(Subscription subscription, MessagePage page, IFrameEncoder encoder, ref int next, ref int gaps)
    {
        lock (_gate)
        {
            if (subscription.State != SubscriptionState.CatchingUp)
            {
                return true;
            }

            if (subscription.Epoch is null && subscription.Seq <= page.LastSeq)
            {
                subscription.Epoch = page.Epoch;
            }

            if (subscription.Epoch != page.Epoch)
            {
                // The client's position belongs to another life of the log: everything that is held follows.
                if (subscription.JoinedSeq > page.LastSeq)
                {
                    // A membership that began beyond the log's end began in another life of the log.
                    subscription.JoinedSeq = 0;
                }

                subscription.Epoch = page.Epoch;
                subscription.Seq = Math.Max(page.FirstSeq - 1, subscription.Floor);
                subscription.Target.TryEnqueue(encoder.EncodeGap(log, subscription.Target.UserId, page.Epoch, 1, subscription.Seq));
                gaps++;
                if (page.Messages.Count == 0 || page.Messages[0].Seq > subscription.Seq + 1)
                {
                    return true;
                }
            }

            for (; next < page.Messages.Count; next++)
            {
                var message = page.Messages[next];
                if (message.Seq <= subscription.Seq)
                {
                    continue;
                }

                if (_epoch == page.Epoch && message.Seq > _position)
                {
                    // The rest comes as a delivery.
                    SkipTo(subscription, Math.Min(message.Seq - 1, _position), encoder, ref gaps);
                    return true;
                }

                if (!subscription.Target.HasRoom)
                {
                    return false;
                }

                SkipTo(subscription, message.Seq - 1, encoder, ref gaps);
                HandOne(subscription, message, encoder);
                if (subscription.IsEndedBy(message, page.Epoch))
                {
                    End(subscription);
                    return true;
                }

                subscription.Seq = message.Seq;
            }

            if (page.Messages.Count == 0)
            {
                SkipTo(subscription, page.FirstSeq - 1, encoder, ref gaps);
            }

            return true;
        }
    }

    /// <summary>Queues one message of the log's history, if there is a frame of it for the connection.</summary>
    public static void HandOne(Subscription subscription, Message message, IFrameEncoder encoder)
    {
        if (message.Kind != MessageKind.Erased && !subscription.IsEcho(message))
        {
            subscription.Target.TryEnqueue(new FrameVariants(encoder, subscription.Audience.Log, message).For(subscription.Target));
        }
    }

    /// <summary>What history no longer holds is announced, never skipped in silence.</summary>
    private void SkipTo(Subscription subscription, long seq, IFrameEncoder encoder, ref int gaps)
    {
        if (seq <= subscription.Seq)
        {
            return;
        }

        subscription.Target.TryEnqueue(encoder.EncodeGap(log, subscription.Target.UserId, subscription.Epoch ?? string.Empty, subscription.Seq + 1, seq));
        subscription.Seq = seq;
        gaps++;
    }

    private bool MeetsLive(Subscription subscription) =>
        _epoch is not null && subscription.Epoch == _epoch && subscription.Seq >= _position;
}
