using System.Runtime.InteropServices;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <summary>
/// Recognises messages that are sent again. Holds the newest entries of one log, by age, by sender and in total; since their
/// seqs have no hole, a ring indexed by seq holds them without an object each. The bounds are applied by <see cref="Settle"/>,
/// after the append, so that an append which failed can be taken back without having pushed anything out.
/// </summary>
internal sealed class IdempotencyWindow(TimeSpan window, int maxPerSender, int maxTotal)
{
    private const int SmallestRing = 4;

    private readonly Dictionary<IdempotencyKey, long> _seqs = [];
    private readonly Dictionary<string, SenderSpan> _senders = [];
    private Entry[] _ring = new Entry[SmallestRing];
    private long _first = 1;
    private long _next = 1;
    private long _unsettled = 1;

    /// <summary>How many messages are recognised.</summary>
    public int Count { get; private set; }

    /// <summary>Finds the message that <paramref name="message"/> repeats.</summary>
    public bool TryFind(Message message, out SeenMessage seen)
    {
        if ((message.ClientId is { } clientId && _seqs.TryGetValue(IdempotencyKey.ByClientId(message.SenderId, clientId), out long seq))
            || _seqs.TryGetValue(IdempotencyKey.ByMessageId(message.Id), out seq))
        {
            ref Entry entry = ref At(seq);
            seen = new SeenMessage(entry.Id!, seq, entry.CreatedAtUnixMs);
            return true;
        }

        seen = default;
        return false;
    }

    /// <summary>Adds an entry; its seq follows the one added before.</summary>
    public void Add(Message message)
    {
        if (_next == _first)
        {
            _first = _next = _unsettled = message.Seq;
        }

        EnsureRoom();
        string sender = message.SenderId ?? IdempotencyKey.Service;
        long seq = _next++;
        ref SenderSpan span = ref CollectionsMarshal.GetValueRefOrAddDefault(_senders, sender, out bool known);
        At(seq) = new Entry
        {
            Id = message.Id,
            Sender = sender,
            ClientId = message.ClientId,
            CreatedAtUnixMs = message.CreatedAtUnixMs,
            PreviousOfSender = known ? span.Last : 0,
        };
        if (known)
        {
            At(span.Last).NextOfSender = seq;
            span.Last = seq;
            span.Count++;
        }
        else
        {
            span = new SenderSpan { First = seq, Last = seq, Count = 1 };
        }

        Count++;
        _seqs[IdempotencyKey.ByMessageId(message.Id)] = seq;
        if (message.ClientId is { } clientId)
        {
            _seqs[IdempotencyKey.ByClientId(sender, clientId)] = seq;
        }
    }

    /// <summary>Takes back the newest entries, from <paramref name="seq"/> on: they were not stored.</summary>
    public void RemoveFrom(long seq)
    {
        while (_next > _first && _next > seq)
        {
            Forget(_next - 1);
            _next--;
        }

        _unsettled = Math.Min(_unsettled, _next);
    }

    /// <summary>Forgets what is too old at <paramref name="nowUnixMs"/>.</summary>
    public void Expire(long nowUnixMs)
    {
        long oldest = nowUnixMs - (long)window.TotalMilliseconds;
        while (_first < _next && At(_first).CreatedAtUnixMs < oldest)
        {
            ForgetFirst();
        }
    }

    /// <summary>Applies the bounds: what was added is in the log.</summary>
    public void Settle()
    {
        for (; _unsettled < _next; _unsettled++)
        {
            if (At(_unsettled).Sender is { } sender && _senders[sender] is { } span && span.Count > maxPerSender)
            {
                Forget(span.First);
            }
        }

        while (Count > maxTotal || (_first < _next && At(_first).Id is null))
        {
            ForgetFirst();
        }
    }

    private void ForgetFirst()
    {
        Forget(_first);
        _first++;
        _unsettled = Math.Max(_unsettled, _first);
    }

    private void Forget(long seq)
    {
        ref Entry entry = ref At(seq);
        if (entry.Id is null)
        {
            return;
        }

        Remove(IdempotencyKey.ByMessageId(entry.Id), seq);
        if (entry.ClientId is { } clientId)
        {
            Remove(IdempotencyKey.ByClientId(entry.Sender, clientId), seq);
        }

        Unlink(ref entry);
        entry = default;
        Count--;
    }

    /// <summary>Removes a key unless a later message has taken it over.</summary>
    private void Remove(IdempotencyKey key, long seq)
    {
        if (_seqs.TryGetValue(key, out long current) && current == seq)
        {
            _seqs.Remove(key);
        }
    }

    private void Unlink(ref Entry entry)
    {
        ref SenderSpan span = ref CollectionsMarshal.GetValueRefOrNullRef(_senders, entry.Sender!);
        if (--span.Count == 0)
        {
            _senders.Remove(entry.Sender!);
            return;
        }

        if (entry.PreviousOfSender == 0)
        {
            span.First = entry.NextOfSender;
            At(entry.NextOfSender).PreviousOfSender = 0;
        }
        else
        {
            span.Last = entry.PreviousOfSender;
            At(entry.PreviousOfSender).NextOfSender = 0;
        }
    }

    private ref Entry At(long seq) => ref _ring[seq & (_ring.Length - 1)];

    private void EnsureRoom()
    {
        if (_next - _first < _ring.Length)
        {
            return;
        }

        var ring = new Entry[_ring.Length * 2];
        for (long seq = _first; seq < _next; seq++)
        {
            ring[seq & (ring.Length - 1)] = At(seq);
        }

        _ring = ring;
    }

    private struct Entry
    {
        public string? Id;
        public string? Sender;
        public string? ClientId;
        public long CreatedAtUnixMs;
        public long PreviousOfSender;
        public long NextOfSender;
    }

    private struct SenderSpan
    {
        public long First;
        public long Last;
        public int Count;
    }
}
