using System.Text;

namespace Orleans.Realtime.Load.Wire;

/// <summary>What arrived, and what was wrong with it.</summary>
internal sealed class Tally
{
    private const int FaultBytes = 200;

    public long Delivered { get; private set; }

    public long Replies { get; private set; }

    public long Faults { get; private set; }

    /// <summary>What the first fault was.</summary>
    public string? FirstFault { get; private set; }

    /// <summary>From the send time to when the generator had read the frame.</summary>
    public Histogram Latencies { get; } = new();

    /// <summary>Counts a message and holds it against the one before it, of its publisher and of its room.</summary>
    public void Deliver(Connection connection, in Stamp stamp, long seq)
    {
        Delivered++;
        ref var number = ref connection.Numbers[stamp.Publisher];
        if (stamp.Number != number + 1)
        {
            Fault($"{connection.Member.User} got message {stamp.Number} of publisher {stamp.Publisher} after message {number}.");
        }

        number = stamp.Number;
        if (seq != 0)
        {
            ref var last = ref connection.Seqs[stamp.Publisher / connection.Member.PublishersPerRoom];
            if (seq <= last)
            {
                Fault($"{connection.Member.User} got seq {seq} after {last}.");
            }

            last = seq;
        }
    }

    public void Reply() => Replies++;

    public void Fault(string what)
    {
        Faults++;
        FirstFault ??= what;
    }

    public void Fault(Connection connection, ReadOnlySpan<byte> frame) =>
        Fault($"{connection.Member.User} got: {Encoding.UTF8.GetString(frame[..Math.Min(frame.Length, FaultBytes)])}");

    /// <summary>Counts from nothing again; what arrives later is still held against what arrived before.</summary>
    public void Clear()
    {
        (Delivered, Replies, Faults, FirstFault) = (0, 0, 0, null);
        Latencies.Clear();
    }

    /// <summary>Throws unless everything came, once and in order.</summary>
    /// <exception cref="IntegrityException">Something did not.</exception>
    public void Require(long delivered, long replies)
    {
        if (Faults > 0 || Delivered != delivered || Replies != replies)
        {
            throw new IntegrityException(
                $"{Delivered} of {delivered} messages and {Replies} of {replies} answers came, with {Faults} faults{(FirstFault is null ? "" : ", the first: " + FirstFault)}");
        }
    }
}
