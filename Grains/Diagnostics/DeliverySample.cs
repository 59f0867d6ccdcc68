using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Diagnostics;

/// <summary>One message whose way to the gateways is measured. Used by the activation that owns its log, on its single thread.</summary>
internal sealed class DeliverySample(DeliverySamples samples, LogId log, string messageId, long startedAt)
{
    private int _waiting;

    public LogId Log => log;

    public string MessageId => messageId;

    /// <summary>When the call came, by the monotonic clock.</summary>
    public long StartedAt => startedAt;

    /// <summary>Its position; 0 before it is stored.</summary>
    public long Seq { get; private set; }

    /// <summary>It has a position, and so many gateways are to get it.</summary>
    public void Store(long seq, int gateways)
    {
        (Seq, _waiting) = (seq, gateways);
        if (gateways == 0)
        {
            samples.End(this);
        }
    }

    /// <summary>The call is answered: a message that was refused, or known before, is no sample.</summary>
    public void EndUnlessStored()
    {
        if (Seq == 0)
        {
            samples.End(this);
        }
    }

    /// <summary>A gateway answered.</summary>
    public void Answered(DeliveryAck ack)
    {
        if (ack.Attached && ack.Seq >= Seq)
        {
            samples.Recent.Record(samples.Elapsed(startedAt));
        }

        if (--_waiting == 0)
        {
            samples.End(this);
        }
    }
}
