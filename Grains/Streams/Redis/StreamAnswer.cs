using System.Globalization;
using Orleans.Realtime.Grains.Interfaces.Streams;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Streams.Redis;

/// <summary>A script's flat answer, read value by value.</summary>
internal struct StreamAnswer(RedisValue[] values, StreamEntryFormat format, int first = 0)
{
    private int _at = first;

    public readonly bool IsAtEnd => _at >= values.Length;

    public int Int() => (int)values[_at++];

    public long Long() => (long)values[_at++];

    public string Text() => (string?)values[_at++] ?? string.Empty;

    public StreamId Id() => StreamId.Parse(Text());

    /// <summary>A number that not every server tells.</summary>
    public long? LongIfKnown() => Text() is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>An id that not every server tells, or that is not always there.</summary>
    public StreamId? IdIfKnown() => Text() is { Length: > 0 } text ? StreamId.Parse(text) : null;

    public TimeSpan Milliseconds() => TimeSpan.FromMilliseconds(Math.Max(0, Long()));

    /// <summary>All ids of a publish: <c>ms-n</c>, or <c>-n</c> with the milliseconds of the one before.</summary>
    public StreamId[] Ids()
    {
        var text = Text();
        if (text.Length == 0)
        {
            return [];
        }

        var ids = new StreamId[text.AsSpan().Count(' ') + 1];
        var (count, last) = (0, default(StreamId));
        foreach (var part in text.AsSpan().Split(' '))
        {
            var id = text.AsSpan(part);
            ids[count++] = last = id[0] == '-' ? last with { Number = ulong.Parse(id[1..], NumberStyles.None, CultureInfo.InvariantCulture) } : StreamId.Parse(id);
        }

        return ids;
    }

    public StreamEntry Entry()
    {
        var (id, deliveries, count) = (Id(), Int(), Int());
        var fields = values.AsSpan(_at, Math.Max(count, 1));
        _at += fields.Length;
        return format.Read(id, deliveries, fields);
    }

    /// <summary>All entries that are left.</summary>
    public StreamEntry[] Entries()
    {
        var entries = new List<StreamEntry>();
        while (!IsAtEnd)
        {
            entries.Add(Entry());
        }

        return [.. entries];
    }
}
