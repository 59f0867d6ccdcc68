using System.Buffers;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>
/// The frames that wait for one socket, first in, first out, but for urgent ones: those go ahead of what is not urgent, and take along
/// what must stay before them (<see cref="OutboundRank"/>). Empty it holds nothing or a few slots; it grows into pooled arrays and
/// gives them back when it has run empty. Not thread-safe, and without a bound of its own: both are the connection's matter.
/// </summary>
internal sealed class OutboundQueue
{
    private const int SmallLength = 4;

    private OutboundFrame?[]? _ring;
    private int _head;

    // How many at the beginning have gone ahead: no later one goes before them.
    private int _ahead;

    // The options keep it below 1 GiB and one frame.
    private uint _bytes;

    /// <summary>Frames that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Their bytes, as they are without compression.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Adds one: at the end, or, if it is urgent, behind those that have gone ahead.</summary>
    public void Enqueue(OutboundFrame frame)
    {
        if (_ring is null)
        {
            _ring = new OutboundFrame?[SmallLength];
        }
        else if (Count == _ring.Length)
        {
            Grow(_ring);
        }

        // Lengths are powers of two: the pool rounds up to one.
        _ring[(_head + Count) & (_ring.Length - 1)] = frame;
        Count++;
        _bytes += (uint)frame.Length;
        if (frame.Rank >= OutboundRank.UrgentInbox)
        {
            GoAhead(_ring, frame.Rank);
        }
    }

    /// <summary>The first, without taking it.</summary>
    public OutboundFrame? Peek() => Count == 0 ? null : _ring![_head];

    /// <summary>Takes the first. There must be one.</summary>
    public OutboundFrame Dequeue()
    {
        var frame = _ring![_head]!;
        _ring[_head] = null;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        _bytes -= (uint)frame.Length;
        if (_ahead > 0)
        {
            _ahead--;
        }

        if (Count == 0)
        {
            Shrink();
        }

        return frame;
    }

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        if (Count > 0)
        {
            Array.Clear(_ring!);
            Count = 0;
            _ahead = 0;
            _bytes = 0;
        }

        Shrink();
    }

    /// <summary>Moves the last one ahead, and before it the frames of its log that wait; the others move back, in order.</summary>
    private void GoAhead(OutboundFrame?[] ring, OutboundRank rank)
    {
        var mask = ring.Length - 1;
        var waiting = Count - _ahead;
        if (waiting == 1)
        {
            _ahead++;
            return;
        }

        var going = ArrayPool<OutboundFrame?>.Shared.Rent(waiting);
        var first = waiting;
        var to = Count;
        for (var from = Count - 1; from >= _ahead; from--)
        {
            var frame = ring[(_head + from) & mask];
            if (from == Count - 1 || (rank == OutboundRank.UrgentInbox && frame!.Rank == OutboundRank.Inbox))
            {
                going[--first] = frame;
            }
            else
            {
                ring[(_head + --to) & mask] = frame;
            }
        }

        for (var index = first; index < waiting; index++)
        {
            ring[(_head + _ahead++) & mask] = going[index];
        }

        Array.Clear(going, first, waiting - first);
        ArrayPool<OutboundFrame?>.Shared.Return(going);
    }

    private void Grow(OutboundFrame?[] old)
    {
        var ring = ArrayPool<OutboundFrame?>.Shared.Rent(old.Length * 4);
        var tail = old.Length - _head;
        Array.Copy(old, _head, ring, 0, tail);
        Array.Copy(old, 0, ring, tail, _head);
        Return(old);
        _ring = ring;
        _head = 0;
    }

    private void Shrink()
    {
        _head = 0;
        if (_ring is { Length: > SmallLength } large)
        {
            _ring = null;
            Return(large);
        }
    }

    private static void Return(OutboundFrame?[] ring)
    {
        if (ring.Length > SmallLength)
        {
            // Cleared, so that a pooled array keeps no message alive.
            ArrayPool<OutboundFrame?>.Shared.Return(ring, clearArray: true);
        }
    }
}
