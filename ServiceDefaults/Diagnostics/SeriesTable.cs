using Tags = System.ReadOnlySpan<System.Collections.Generic.KeyValuePair<string, object?>>;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>
/// An immutable hash table from the tags of a measurement, in the order in which they were given, to its series. Found without a
/// lock and without an allocation; a new entry makes a new table.
/// </summary>
internal sealed class SeriesTable
{
    public static readonly SeriesTable Empty = new([]);

    private readonly Entry[] _entries;
    private readonly int[] _slots;

    private SeriesTable(Entry[] entries)
    {
        _entries = entries;
        // At most half full, a power of two; a slot holds the entry's index + 1, 0 is free.
        _slots = new int[Math.Max(4, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(entries.Length * 2)))];
        for (var i = 0; i < entries.Length; i++)
        {
            var slot = entries[i].Hash & (_slots.Length - 1);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = i + 1;
        }
    }

    /// <summary>The series, each once, by label text.</summary>
    public IEnumerable<MetricSeries> Series => _entries.Select(e => e.Series).Distinct().OrderBy(s => s.Labels, StringComparer.Ordinal);

    public MetricSeries? Find(Tags tags)
    {
        var hash = HashOf(tags);
        for (var slot = hash & (_slots.Length - 1); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref readonly var entry = ref _entries[_slots[slot] - 1];
            if (entry.Hash == hash && Same(entry.Tags, tags))
            {
                return entry.Series;
            }
        }

        return null;
    }

    public SeriesTable With(Tags tags, MetricSeries series) => new([.. _entries, new Entry(HashOf(tags), tags.ToArray(), series)]);

    /// <summary>The table with only those series that pass.</summary>
    /// <param name="passes">Whether a series stays.</param>
    /// <param name="removed">How many entries with tags went.</param>
    public SeriesTable Where(Func<MetricSeries, bool> passes, out int removed)
    {
        var kept = Array.FindAll(_entries, entry => passes(entry.Series));
        removed = _entries.Count(entry => entry.Tags.Length > 0) - kept.Count(entry => entry.Tags.Length > 0);
        return kept.Length == _entries.Length ? this : new SeriesTable(kept);
    }

    private static int HashOf(Tags tags)
    {
        var hash = 17;
        foreach (var tag in tags)
        {
            hash = (hash * 31) + tag.Key.GetHashCode(StringComparison.Ordinal);
            hash = (hash * 31) + (tag.Value?.GetHashCode() ?? 0);
        }

        return hash;
    }

    private static bool Same(Tags left, Tags right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (left[i].Key != right[i].Key || !Equals(left[i].Value, right[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    private readonly record struct Entry(int Hash, KeyValuePair<string, object?>[] Tags, MetricSeries Series);
}
