using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <content>Messages that are in no log.</content>
internal sealed partial class Audience
{
    private long _liveUntilUnixMs;
    private long _liveAtSeq;

    /// <summary>
    /// Hands messages without a position to all who listen, those included who still catch up: nobody gets them later. No position moves. What something newer has overtaken
    /// on its way, stored or not, is dropped: it was not promised, but order is.
    /// </summary>
    public DeliveryOutcome DeliverLive(DeliveryBatch batch, IFrameEncoder encoder, RecentLiveIds recent)
    {
        Subscription[] subscriptions;
        int count;
        var accepted = 0;
        var enqueued = 0;
        var dropped = 0;
        lock (_gate)
        {
            (subscriptions, count) = (_subscriptions, _count);
            var overtaken = batch.Epoch == _epoch ? batch.AfterSeq < _position : batch.Epoch == _formerEpoch;
            if (_liveAtSeq != _position)
            {
                // What came before the newest entry is known by its position: times, of another silo's clock perhaps, begin anew.
                (_liveAtSeq, _liveUntilUnixMs) = (_position, 0);
            }

            foreach (var message in batch.Messages)
            {
                if (!overtaken && message.CreatedAtUnixMs >= _liveUntilUnixMs && recent.TryAdd(log, message))
                {
                    _liveUntilUnixMs = message.CreatedAtUnixMs;
                    accepted++;
                    HandLive(message, subscriptions.AsSpan(0, count), encoder, ref enqueued, ref dropped);
                }
            }
        }

        if (enqueued > 0)
        {
            foreach (var subscription in subscriptions.AsSpan(0, count))
            {
                subscription.Target.Flush();
            }
        }

        return new DeliveryOutcome(new DeliveryAck(true, Position), accepted, enqueued, dropped, Gap: false);
    }

    private void HandLive(Message message, ReadOnlySpan<Subscription> subscriptions, IFrameEncoder encoder, ref int enqueued, ref int dropped)
    {
        OutboundFrame? frame = null;
        foreach (var subscription in subscriptions)
        {
            if (subscription.State is not (SubscriptionState.Live or SubscriptionState.CatchingUp) || subscription.IsEcho(message))
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
}
