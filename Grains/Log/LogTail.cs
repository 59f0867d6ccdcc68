using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <summary>The newest entries of one log, kept at hand by its writer: a ring that grows by doubling up to its bounds; the oldest leave it.</summary>
internal sealed class LogTail(int maxMessages, long maxBytes)
{
    private const int SmallestRing = 4;

    private Message[] _ring = new Message[SmallestRing];
    private Message[] _lastBatch = [];
    private long _firstSeq = 1;
    private long _lastSeq;
    private long _bytes;

    /// <summary>The oldest entry at hand.</summary>
    public long FirstSeq => _firstSeq;

    /// <summary>How many entries are at hand.</summary>
    public int Count => (int)(_lastSeq - _firstSeq + 1);

    /// <summary>Adds entries that follow those added before.</summary>
    public void Append(Message[] batch)
    {
        if (Count == 0)
        {
            _firstSeq = batch[0].Seq;
            _lastSeq = _firstSeq - 1;
        }

        foreach (Message message in batch)
        {
            if (Count == maxMessages)
            {
                DropFirst();
            }

            EnsureRoom();
            _lastSeq = message.Seq;
            _ring[Index(message.Seq)] = message;
            _bytes += message.Data.Length;
        }

        while (_bytes > maxBytes && Count > 1)
        {
            DropFirst();
        }

        _lastBatch = batch;
    }

    /// <summary>Reads what follows a position that is at hand: at least one entry, and no more than the bounds.</summary>
    public IReadOnlyList<Message> Read(long afterSeq, int max, long maxReadBytes)
    {
        // The usual reader is one batch behind: it gets that batch itself.
        if (_lastBatch[0].Seq == afterSeq + 1 && Fits(afterSeq, _lastBatch.Length, max, maxReadBytes))
        {
            return _lastBatch;
        }

        int count = 1;
        long bytes = _ring[Index(afterSeq + 1)].Data.Length;
        while (count < max && afterSeq + count < _lastSeq)
        {
            bytes += _ring[Index(afterSeq + count + 1)].Data.Length;
            if (bytes > maxReadBytes)
            {
                break;
            }

            count++;
        }

        var page = new Message[count];
        for (int i = 0; i < count; i++)
        {
            page[i] = _ring[Index(afterSeq + 1 + i)];
        }

        return page;
    }

    /// <summary>Takes the content of an entry away, if it is at hand.</summary>
    public void Erase(long seq)
    {
        if (seq < _firstSeq || seq > _lastSeq)
        {
            return;
        }

        ref Message slot = ref _ring[Index(seq)];
        _bytes -= slot.Data.Length;
        slot = slot.Erased();
        if (_lastBatch[0].Seq <= seq)
        {
            // Its readers get what is in the ring from now on.
            _lastBatch = [_ring[Index(_lastSeq)]];
        }
    }

    /// <summary>When the log took an entry that is at hand, milliseconds since the Unix epoch.</summary>
    public long CreatedAtUnixMs(long seq) => _ring[Index(seq)].CreatedAtUnixMs;

    private bool Fits(long afterSeq, int count, int max, long maxReadBytes)
    {
        if (count > max)
        {
            return false;
        }

        long bytes = 0;
        for (int i = 0; i < count; i++)
        {
            bytes += _lastBatch[i].Data.Length;
        }

        return (bytes <= maxReadBytes || count == 1) && afterSeq + count == _lastSeq;
    }

    private long Index(long seq) => seq & (_ring.Length - 1);

    private void DropFirst()
    {
        ref Message slot = ref _ring[Index(_firstSeq++)];
        _bytes -= slot.Data.Length;
        slot = null!;
    }

    private void EnsureRoom()
    {
        if (Count < _ring.Length)
        {
            return;
        }

        var ring = new Message[_ring.Length * 2];
        for (long seq = _firstSeq; seq <= _lastSeq; seq++)
        {
            ring[seq & (ring.Length - 1)] = _ring[Index(seq)];
        }

        _ring = ring;
    }
}
