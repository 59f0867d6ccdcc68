using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Conversations;

/// <summary>Who wrote the newest entries of a conversation: what counting unread messages needs to know. A ring by position.</summary>
internal sealed class EntryIndex
{
    /// <summary>Entries that are known.</summary>
    public const int Capacity = 1_000;

    // The sender of a message that is there; null for every other entry.
    private readonly string?[] _senders = new string?[Capacity];
    private long _lastSeq;

    /// <summary>Knows nothing yet; what is added next has this position.</summary>
    public EntryIndex(long firstSeq)
    {
        FirstSeq = firstSeq;
        _lastSeq = firstSeq - 1;
    }

    /// <summary>The oldest position that is known.</summary>
    public long FirstSeq { get; private set; }

    /// <summary>Adds the next entry.</summary>
    public void Add(Message entry)
    {
        if (entry.Seq != _lastSeq + 1)
        {
            // Retention passed over what is missing.
            FirstSeq = entry.Seq;
        }

        _lastSeq = entry.Seq;
        FirstSeq = Math.Max(FirstSeq, _lastSeq - Capacity + 1);
        _senders[entry.Seq % Capacity] = ConversationServices.IsWritten(entry) ? entry.SenderId ?? string.Empty : null;
        if (entry is { Kind: MessageKind.Recall, Reference.Seq: var recalled } && recalled >= FirstSeq && recalled < _lastSeq)
        {
            _senders[recalled % Capacity] = null;
        }
    }

    /// <summary>Who wrote the message at a position; none when it is no message, or not known.</summary>
    public string? SenderAt(long seq) => seq >= FirstSeq && seq <= _lastSeq ? _senders[seq % Capacity] : null;

    /// <summary>Messages behind a position that others than the user wrote. Of positions that are not known each counts.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="afterSeq">The position, not less than the log's first - 1.</param>
    public int CountUnread(string userId, long afterSeq)
    {
        var count = Math.Max(0, FirstSeq - 1 - afterSeq);
        for (var seq = Math.Max(afterSeq + 1, FirstSeq); seq <= _lastSeq; seq++)
        {
            if (_senders[seq % Capacity] is { } sender && sender != userId)
            {
                count++;
            }
        }

        return (int)Math.Min(count, int.MaxValue);
    }

    /// <summary>Adds those, other than one, who wrote messages between two positions.</summary>
    public void CollectSenders(long afterSeq, long upToSeq, string except, ISet<string> senders)
    {
        for (var seq = Math.Max(afterSeq + 1, FirstSeq); seq <= Math.Min(upToSeq, _lastSeq); seq++)
        {
            if (_senders[seq % Capacity] is { Length: > 0 } sender && sender != except)
            {
                senders.Add(sender);
            }
        }
    }
}
