using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <summary>
/// One log of <see cref="InMemoryMessageLog"/>: a ring that grows by doubling up to what retention keeps. The caller holds
/// the lock on it.
/// </summary>
internal sealed partial class InMemoryLog(long createdUnixMs)
{
    /// <summary>What an entry costs beside its payload: the record, its strings and its place in the ring, estimated.</summary>
    public const int EntryOverheadBytes = 320;

    private const int SmallestRing = 8;

    private readonly string _epoch = LogEpoch.New();
    private LogRetention? _retention;
    private Message[]? _ring;
    private long _firstSeq = 1;
    private long _lastSeq;
    private long _ackedSeq;
    private long _touchedUnixMs = createdUnixMs;

    /// <summary>Whether it was dropped from its store: whoever still holds it looks again.</summary>
    public bool IsGone { get; private set; }

    public LogHead Head => new(_epoch, _firstSeq, _lastSeq, _ackedSeq);

    /// <summary>Refuses a batch that would leave a hole.</summary>
    /// <exception cref="ArgumentException">The batch is empty or does not follow the position.</exception>
    public static void CheckBatch(LogPosition expected, IReadOnlyList<Message> batch)
    {
        if (batch.Count == 0)
        {
            throw new ArgumentException("The batch is empty.", nameof(batch));
        }

        for (int i = 0; i < batch.Count; i++)
        {
            if (batch[i].Seq != expected.Seq + 1 + i)
            {
                throw new ArgumentException($"Entry {i} of the batch has seq {batch[i].Seq}, not {expected.Seq + 1 + i}.", nameof(batch));
            }
        }
    }

    public bool IsIdle(long nowUnixMs) =>
        _retention?.IdleTtl is { } ttl && nowUnixMs - _touchedUnixMs >= (long)ttl.TotalMilliseconds;

    public void Touch(long nowUnixMs, LogRetention retention)
    {
        _touchedUnixMs = nowUnixMs;
        _retention = retention;
    }

    public void CommitCursor(long seq) => _ackedSeq = Math.Max(_ackedSeq, Math.Min(seq, _lastSeq));

    /// <summary>Appends, dropping the oldest beyond the count kept. Returns the change in bytes.</summary>
    public long Append(IReadOnlyList<Message> batch, LogRetention retention)
    {
        long bytes = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            if (_lastSeq - _firstSeq + 1 >= retention.MaxEntries)
            {
                bytes -= DropFirst();
            }

            EnsureRoom();
            Message message = batch[i];
            _lastSeq = message.Seq;
            _ring![Index(message.Seq)] = message;
            bytes += Size(message);
            if (message is { Kind: MessageKind.Recall, Reference.Seq: var erased })
            {
                bytes -= Erase(erased);
            }
        }

        return bytes;
    }

    /// <summary>Drops what retention does not keep. Returns the change in bytes.</summary>
    public long Trim(LogRetention retention, long nowUnixMs)
    {
        long bytes = 0;
        while (_lastSeq - _firstSeq + 1 > retention.MaxEntries)
        {
            bytes -= DropFirst();
        }

        if (retention.MaxAge is { } age)
        {
            long oldest = nowUnixMs - (long)age.TotalMilliseconds;
            while (_firstSeq <= _lastSeq && _ring![Index(_firstSeq)].CreatedAtUnixMs < oldest)
            {
                bytes -= DropFirst();
            }
        }

        return bytes;
    }

    /// <summary>Trims by the retention last stated and gives back the ring's spare room. Returns the change in bytes.</summary>
    public long Sweep(long nowUnixMs)
    {
        long bytes = _retention is null ? 0 : Trim(_retention, nowUnixMs);
        long count = _lastSeq - _firstSeq + 1;
        if (count == 0)
        {
            _ring = null;
        }
        else if (_ring!.Length > SmallestRing && count <= _ring.Length / 4)
        {
            Resize(_ring.Length / 2);
        }

        return bytes;
    }

    /// <summary>Drops everything and marks the log gone. Returns the change in bytes.</summary>
    public long Clear()
    {
        long bytes = ClearMaps();
        while (_firstSeq <= _lastSeq)
        {
            bytes -= DropFirst();
        }

        IsGone = true;
        _ring = null;
        return bytes;
    }

    public IReadOnlyList<Message> Read(LogRead read)
    {
        long low = Math.Max(_firstSeq, Math.Min(read.AfterSeq, long.MaxValue - 1) + 1);
        long high = Math.Min(_lastSeq, Math.Max(read.BeforeSeq, 1) - 1);
        if (low > high)
        {
            return [];
        }

        int step = read.Direction == LogDirection.Forward ? 1 : -1;
        long start = step > 0 ? low : high;
        long available = Math.Min(high - low + 1, read.Limit);
        long bytes = 0;
        int count = 0;
        for (; count < available; count++)
        {
            bytes += _ring![Index(start + (count * step))].Data.Length;
            if (bytes > read.MaxBytes && count > 0)
            {
                break;
            }
        }

        var page = new Message[count];
        long first = step > 0 ? low : high - count + 1;
        for (int i = 0; i < count; i++)
        {
            page[i] = _ring![Index(first + i)];
        }

        return page;
    }

    /// <summary>Takes the content of an entry away. Returns the bytes that it had.</summary>
    private long Erase(long seq)
    {
        if (seq < _firstSeq || seq > _lastSeq)
        {
            return 0;
        }

        ref Message slot = ref _ring![Index(seq)];
        long before = Size(slot);
        slot = slot.Erased();
        return before - Size(slot);
    }

    private static long Size(Message message) => message.Data.Length + EntryOverheadBytes;

    private long Index(long seq) => seq & (_ring!.Length - 1);

    private long DropFirst()
    {
        ref Message slot = ref _ring![Index(_firstSeq++)];
        long size = Size(slot);
        slot = null!;
        return size;
    }

    private void EnsureRoom()
    {
        if (_ring is null)
        {
            _ring = new Message[SmallestRing];
        }
        else if (_lastSeq - _firstSeq + 1 == _ring.Length)
        {
            Resize(_ring.Length * 2);
        }
    }

    private void Resize(int length)
    {
        Message[] ring = new Message[length];
        for (long seq = _firstSeq; seq <= _lastSeq; seq++)
        {
            ring[seq & (length - 1)] = _ring![Index(seq)];
        }

        _ring = ring;
    }
}
