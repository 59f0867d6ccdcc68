namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// The audiences side by side in memory, for rounds that look at all of them: ten thousand nodes of a map, one after the other, cost several times as much. Who is removed is
/// replaced by the last; so a round that goes from the end to the beginning sees everybody who was there all the time, some twice. It needs no lock.
/// </summary>
internal sealed class AudienceRoster
{
    private const int SmallLength = 16;

    private Audience?[] _all = new Audience?[SmallLength];
    private int _count;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>One of them; <see langword="null"/> where somebody went meanwhile.</summary>
    public Audience? this[int place]
    {
        get
        {
            var all = Volatile.Read(ref _all);
            return place < all.Length ? Volatile.Read(ref all[place]) : null;
        }
    }

    /// <summary>Adds one. Changes are the caller's to keep apart.</summary>
    public void Add(Audience audience)
    {
        if (_count == _all.Length)
        {
            var larger = new Audience?[_count * 2];
            _all.CopyTo(larger, 0);
            Volatile.Write(ref _all, larger);
        }

        audience.Place = _count;
        Volatile.Write(ref _all[_count], audience);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Removes one that is there.</summary>
    public void Remove(Audience audience)
    {
        var last = _all[_count - 1]!;
        last.Place = audience.Place;
        Volatile.Write(ref _all[last.Place], last);
        Volatile.Write(ref _count, _count - 1);
        Volatile.Write(ref _all[_count], null);
        if (_count >= SmallLength && _count <= _all.Length / 4)
        {
            Volatile.Write(ref _all, _all.AsSpan(0, _all.Length / 2).ToArray());
        }
    }
}
