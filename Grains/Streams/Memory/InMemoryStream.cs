using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams.Memory;

/// <summary>One stream in memory. Not safe for concurrent use: who uses it locks it.</summary>
internal sealed class InMemoryStream(TimeProvider clock)
{
    private const int EntryBytes = 100;
    private const int OwnBytes = 400;

    private readonly EntryQueue _entries = new();
    private readonly SortedDictionary<string, InMemoryStreamGroup> _groups = new(StringComparer.Ordinal);
    private long _entriesAdded;
    private long _entryBytes;

    /// <summary>Whether it was removed from the store: who holds it looks again.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether anything ever made it: an entry or a group.</summary>
    public bool Exists { get; private set; }

    public StreamId LastId { get; private set; }

    /// <summary>Estimated bytes that it occupies without its groups.</summary>
    public long Bytes => Exists ? OwnBytes + _entryBytes : 0;

    /// <summary>Estimated bytes that it occupies with its groups.</summary>
    public long TotalBytes => Bytes + _groups.Values.Sum(group => group.Bytes);

    public StreamReceipt Publish(StreamPublish publish)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var ids = new StreamId[publish.Messages.Length];
        var last = LastId;
        for (var i = 0; i < ids.Length; i++)
        {
            if (publish.Messages[i].Id is { } own ? own <= last : Next(last, (ulong)now) <= last)
            {
                return StreamRefusals.Conflict;
            }

            ids[i] = last = publish.Messages[i].Id ?? Next(last, (ulong)now);
        }

        for (var i = 0; i < ids.Length; i++)
        {
            var message = publish.Messages[i];
            var timestamp = message.Id is null ? (long)Math.Min(ids[i].Milliseconds, long.MaxValue) : now;
            _entries.Add(new StreamEntry(ids[i], message.Data, timestamp));
            _entryBytes += EntryBytes + message.Data.Length;
        }

        (LastId, Exists) = (last, true);
        _entriesAdded += ids.Length;
        return new StreamReceipt(ids);
    }

    public StreamEntry[] Range(StreamRange range, int maxBytes) =>
        Take(_entries.CountBefore(range.Start), _entries.CountUpTo(range.End), range.Reverse, new ReadBudget(range.Count, maxBytes));

    public StreamPage Read(StreamId? after, int count, int maxBytes)
    {
        if (after is not { } position)
        {
            return new StreamPage([], LastId);
        }

        // What Redis' counters tell, and no more: the two stores are to behave alike.
        var isOfAnother = position > LastId;
        var isTrimmed = position > StreamId.Zero && position < (_entries.Count > 0 ? _entries[0].Id : LastId) && _entriesAdded > _entries.Count;
        var entries = Take(isOfAnother ? 0 : _entries.CountUpTo(position), _entries.Count, reverse: false, new ReadBudget(count, maxBytes));
        var gap = isOfAnother || isTrimmed;
        return new StreamPage(entries, entries.Length > 0 ? entries[^1].Id : gap ? LastId : position, gap);
    }

    public bool TryAddGroup(string name, StreamId? start)
    {
        Exists = true;
        return _groups.TryAdd(name, new InMemoryStreamGroup(name, start ?? LastId, _entries, clock));
    }

    public bool RemoveGroup(string name) => _groups.Remove(name);

    public InMemoryStreamGroup? FindGroup(string name) => _groups.GetValueOrDefault(name);

    public long Trim(long maxLength)
    {
        long trimmed = 0;
        for (; _entries.Count > maxLength; trimmed++)
        {
            _entryBytes -= EntryBytes + _entries[0].Data.Length;
            _entries.DropFirst();
        }

        return trimmed;
    }

    public StreamInfo Info() => new(
        _entries.Count,
        LastId,
        _entriesAdded,
        StreamId.Zero,
        _groups.Count,
        _entries.Count > 0 ? _entries[0] : null,
        _entries.Count > 0 ? _entries[_entries.Count - 1] : null);

    public StreamGroup[] Groups() => [.. _groups.Values.Select(group => group.Info(_entriesAdded))];

    /// <summary>Entries by index, <paramref name="high"/> excluded.</summary>
    private StreamEntry[] Take(int low, int high, bool reverse, ReadBudget budget)
    {
        var taken = new List<StreamEntry>();
        while (low < high && budget.TryTake(_entries[reverse ? high - 1 : low].Data.Length))
        {
            taken.Add(_entries[reverse ? --high : low++]);
        }

        return [.. taken];
    }

    /// <summary>The id that the server makes; <paramref name="last"/> itself when ids are exhausted.</summary>
    private static StreamId Next(StreamId last, ulong now) => now > last.Milliseconds ? new(now, 0) : Behind(last);

    private static StreamId Behind(StreamId id) => id switch
    {
        { Number: < ulong.MaxValue } => id with { Number = id.Number + 1 },
        { Milliseconds: < ulong.MaxValue } => new(id.Milliseconds + 1, 0),
        _ => id,
    };
}
