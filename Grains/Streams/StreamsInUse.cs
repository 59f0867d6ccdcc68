using System.Collections.Concurrent;

namespace Orleans.Realtime.Grains.Streams;

/// <summary>
/// The names of the streams that have an activation on this silo: what can be told without searching through Redis. An activation goes when nobody has used its stream for a while.
/// </summary>
internal sealed class StreamsInUse(IStreamStore store)
{
    /// <summary>Names held; a stream beyond is not listed until it is used again later.</summary>
    private const int MaxNames = 1_000;

    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);

    /// <summary>A stream is used; false when there are too many.</summary>
    public bool TryAdd(string stream)
    {
        if (_names.Count >= MaxNames)
        {
            return false;
        }

        _names[stream] = true;
        return true;
    }

    /// <summary>It is not any more, or does not exist.</summary>
    public void Remove(string stream) => _names.TryRemove(stream, out _);

    /// <summary>The first names in their order; where the store knows all, of all.</summary>
    public string[] List(int most, out bool more)
    {
        var names = store.TryList(MaxNames) ?? [.. _names.Select(entry => entry.Key)];
        Array.Sort(names, StringComparer.Ordinal);
        more = names.Length > most || names.Length >= MaxNames;
        return names.Length > most ? names[..most] : names;
    }
}
