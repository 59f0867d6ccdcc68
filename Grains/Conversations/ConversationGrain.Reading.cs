using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log.Maps;

namespace Orleans.Realtime.Grains.Conversations;

/// <content>How far members have read, and what is unread.</content>
internal sealed partial class ConversationGrain
{
    private readonly Dictionary<string, long> _reads = new(StringComparer.Ordinal);
    private EntryIndex? _index;
    private Task<EntryIndex>? _indexing;

    public async Task<ReadState> MarkReadAsync(string userId, long seq, string? originSessionId)
    {
        ArgumentNullException.ThrowIfNull(userId);
        await ReadyAsync();
        EnsureMember(userId);
        if (seq < 0 || seq > _log.LastSeq)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, $"The position {seq} is outside the log, which ends at {_log.LastSeq}.");
        }

        var index = await IndexAsync();
        var before = ReadSeqOf(userId);
        if (seq > before)
        {
            if (!_readMap.HasRoom())
            {
                throw new RealtimeException(RealtimeErrorCode.Unavailable, "Too many read positions wait to be stored. Try again.");
            }

            _reads[userId] = seq;
            _readMap.Raise(userId, seq);
            NoteRead(userId, before, seq, originSessionId);
        }

        // Also when nothing changed: the one that is repeated may not have been stored.
        await _readMap.FlushAsync();
        var read = ReadSeqOf(userId);
        return new(read, index.CountUnread(userId, Math.Max(read, _log.Writer.Head.FirstSeq - 1)));
    }

    public async Task<MessageReceipts> GetReceiptsAsync(Actor by, string messageId)
    {
        ArgumentNullException.ThrowIfNull(messageId);
        await ReadyAsync();
        EnsureMayRead(by);
        if (await FindAsync(messageId) is not { } message || !ConversationServices.IsWritten(message))
        {
            throw new RealtimeException(RealtimeErrorCode.NotFound, "There is no such message, or it was recalled.");
        }

        var readers = _members.Sorted.Where(userId => HasRead(userId, message.Seq, message.SenderId)).ToArray();
        return new(readers.Length, _members.Count, readers.Length <= MessageReceipts.MaxReaders ? readers : readers[..MessageReceipts.MaxReaders]);
    }

    public async Task<ConversationUnread?> GetUnreadAsync(string userId, int messages)
    {
        ArgumentNullException.ThrowIfNull(userId);
        await ReadyAsync();
        if (!_members.Contains(userId))
        {
            return null;
        }

        var index = await IndexAsync();
        var read = ReadSeqOf(userId);
        var after = Math.Max(read, _log.Writer.Head.FirstSeq - 1);
        var count = after >= _log.LastSeq ? 0 : index.CountUnread(userId, after);
        IReadOnlyList<Message> newest = count == 0 || messages <= 0
            ? []
            : await NewestOfOthersAsync(userId, after, Math.Min(messages, ConversationUnread.MaxMessages));
        return new(_log.Log, count, _log.LastSeq, _log.Epoch, read, newest.ToArray());
    }

    private async Task LoadReadsAsync()
    {
        _reads.Clear();
        foreach (var (userId, seq) in (await _readMap.LoadAsync(_log.Writer.Head)).Fields)
        {
            _reads[userId] = MapChange.NumberOf(seq) ?? 0;
        }
    }

    /// <summary>Up to where a member has read; what was before the membership is not unread.</summary>
    private long ReadSeqOf(string userId) =>
        Math.Max(_reads.GetValueOrDefault(userId), _members.TryGetJoined(userId, out var joined) ? joined : 0);

    /// <summary>Whether a member, who is not the sender and was there, has read a message.</summary>
    private bool HasRead(string userId, long seq, string? senderId) =>
        userId != senderId
        && _reads.GetValueOrDefault(userId) >= seq
        && _members.TryGetJoined(userId, out var joined)
        && joined < seq;

    private int ReadersOf(long seq, string? senderId)
    {
        var count = 0;
        foreach (var userId in _reads.Keys)
        {
            count += HasRead(userId, seq, senderId) ? 1 : 0;
        }

        return count;
    }

    private async Task<List<Message>> NewestOfOthersAsync(string userId, long after, int most)
    {
        var found = new List<Message>(most);
        var query = new HistoryQuery(AfterSeq: null, BeforeSeq: null, Math.Min(HistoryQuery.MaxLimit, most * 4));
        while (true)
        {
            var page = await _log.Writer.ReadAsync(query);
            for (var i = page.Messages.Count - 1; i >= 0; i--)
            {
                var message = page.Messages[i];
                if (message.Seq <= after || found.Count == most)
                {
                    found.Reverse();
                    return found;
                }

                if (ConversationServices.IsWritten(message) && message.SenderId != userId)
                {
                    found.Add(message);
                }
            }

            if (!page.HasMore || page.Messages.Count == 0)
            {
                found.Reverse();
                return found;
            }

            query = query with { BeforeSeq = page.Messages[0].Seq };
        }
    }

    /// <summary>The index; read from the log when it is first asked for.</summary>
    private ValueTask<EntryIndex> IndexAsync() => _index is { } index ? new(index) : new(_indexing ??= BuildIndexAsync());

    private async Task<EntryIndex> BuildIndexAsync()
    {
        try
        {
            var after = Math.Max(_log.Writer.Head.FirstSeq - 1, _log.LastSeq - EntryIndex.Capacity);
            var index = new EntryIndex(after + 1);
            while (true)
            {
                var page = await _log.Writer.ReadAsync(new HistoryQuery(after, BeforeSeq: null, HistoryQuery.MaxLimit));
                foreach (var entry in page.Messages)
                {
                    index.Add(entry);
                    after = entry.Seq;
                }

                if (after >= _log.LastSeq || page.Messages.Count == 0)
                {
                    // In the same turn: nothing can be appended between the last look and this.
                    return _index = index;
                }
            }
        }
        finally
        {
            _indexing = null;
        }
    }

    private void Index(Message entry) => _index?.Add(entry);
}
