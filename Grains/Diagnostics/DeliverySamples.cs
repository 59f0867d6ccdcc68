using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Grains.Diagnostics;

/// <summary>
/// How long messages take from the call that brings them to the confirmation of each gateway: of samples, at most one in <see cref="Spacing"/> over all logs of the silo and one
/// in flight a slot. One clock measures both ends, and a message that is no sample costs a look at the time of the last one.
/// </summary>
internal sealed class DeliverySamples(TimeProvider time)
{
    /// <summary>Least time between two samples.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(5);

    /// <summary>A sample that some gateway has not confirmed by then gives its slot away; a confirmation that comes later still counts.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int Slots = 64;

    private readonly DeliverySample?[] _slots = new DeliverySample?[Slots];
    private readonly long _spacing = (long)(Spacing.TotalSeconds * time.TimestampFrequency);
    private long _lastAt = long.MinValue / 2;
    private int _inFlight;

    /// <summary>What was measured of late.</summary>
    public RecentLatency Recent { get; } = new(time);

    /// <summary>Makes the first of the messages a sample, if it is time for one. To be ended with <see cref="DeliverySample.EndUnlessStored"/>.</summary>
    public DeliverySample? TryBegin(LogId log, IReadOnlyList<Message> messages, long startedAt)
    {
        var last = Volatile.Read(ref _lastAt);
        if (startedAt - last < _spacing || messages.Count == 0 || Interlocked.CompareExchange(ref _lastAt, startedAt, last) != last)
        {
            return null;
        }

        ref var slot = ref SlotOf(log);
        var held = Volatile.Read(ref slot);
        if (held is not null && time.GetElapsedTime(held.StartedAt) < Patience)
        {
            return null;
        }

        var sample = new DeliverySample(this, log, messages[0].Id, startedAt);
        if (Interlocked.CompareExchange(ref slot, sample, held) != held)
        {
            return null;
        }

        if (held is null)
        {
            Interlocked.Increment(ref _inFlight);
        }

        return sample;
    }

    /// <summary>Entries were stored, and are to be delivered to so many gateways.</summary>
    public void Stored(LogId log, IReadOnlyList<Message> entries, int gateways)
    {
        if (Find(log) is { Seq: 0 } sample)
        {
            for (var i = 0; i < entries.Count; i++)
            {
                if (entries[i].Id == sample.MessageId)
                {
                    sample.Store(entries[i].Seq, gateways);
                    return;
                }
            }
        }
    }

    /// <summary>The sample that the batch carries, if it does.</summary>
    public DeliverySample? Find(DeliveryBatch batch) =>
        Find(batch.Log) is { Seq: > 0 } sample && sample.Seq > batch.AfterSeq && sample.Seq <= batch.AfterSeq + batch.Messages.Count && !batch.Live ? sample : null;

    internal TimeSpan Elapsed(long startedAt) => time.GetElapsedTime(startedAt);

    internal void End(DeliverySample sample)
    {
        if (Interlocked.CompareExchange(ref SlotOf(sample.Log), null, sample) == sample)
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private DeliverySample? Find(LogId log) =>
        Volatile.Read(ref _inFlight) > 0 && Volatile.Read(ref SlotOf(log)) is { } sample && sample.Log == log ? sample : null;

    private ref DeliverySample? SlotOf(LogId log) => ref _slots[(uint)log.GetHashCode() % Slots];
}
