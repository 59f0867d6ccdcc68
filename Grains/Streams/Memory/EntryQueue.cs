using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams.Memory;

/// <summary>Entries by ascending id, added at one end and dropped at the other.</summary>
internal sealed class EntryQueue
{
    private const int Smallest = 4;

    private StreamEntry[] _entries = new StreamEntry[Smallest];
    private int _first;

    public int Count { get; private set; }

    public StreamEntry this[int index] => _entries[_first + index];

    public void Add(StreamEntry entry)
    {
        if (_first + Count == _entries.Length)
        {
            var room = Count > _entries.Length / 2 ? new StreamEntry[Count * 2] : _entries;
            Array.Copy(_entries, _first, room, 0, Count);
            if (room == _entries)
            {
                Array.Clear(room, Count, room.Length - Count);
            }

            (_entries, _first) = (room, 0);
        }

        _entries[_first + Count++] = entry;
    }

    public void DropFirst()
    {
        _entries[_first++] = null!;
        Count--;
        if (Count == 0)
        {
            (_entries, _first) = (new StreamEntry[Smallest], 0);
        }
    }

    /// <summary>How many entries come before <paramref name="id"/>: the index of the first that does not.</summary>
    public int CountBefore(StreamId id)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].Id < id)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>How many entries do not come after <paramref name="id"/>: the index of the first that does.</summary>
    public int CountUpTo(StreamId id)
    {
        var before = CountBefore(id);
        return before < Count && this[before].Id == id ? before + 1 : before;
    }

    /// <summary>The entry that has the id; none when it was dropped or never there.</summary>
    public StreamEntry? Find(StreamId id)
    {
        var at = CountBefore(id);
        return at < Count && this[at].Id == id ? this[at] : null;
    }
}
