using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams.Memory;

/// <summary>An entry that a group has given out and not got acknowledged.</summary>
/// <param name="id">The entry.</param>
internal sealed class PendingDelivery(StreamId id)
{
    public StreamId Id => id;

    public StreamConsumerState? Consumer { get; private set; }

    /// <summary>When it was given out last, a timestamp of the clock.</summary>
    public long At { get; private set; }

    public int Deliveries { get; private set; }

    /// <summary>It is given out, to this consumer from now on.</summary>
    public void Give(StreamConsumerState consumer, long at)
    {
        Consumer?.Pending -= 1;
        consumer.Pending++;
        (Consumer, At) = (consumer, at);
        Deliveries++;
    }
}
