using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <summary>The calls that wait for a log's next append, and the messages of the one under way.</summary>
internal sealed class AppendQueue
{
    private readonly Queue<AppendRequest> _waiting = new();
    private readonly List<AppendSlot> _slots = [];
    private readonly List<Message> _entries = [];
    private int _waitingMessages;
    private long _waitingBytes;

    /// <summary>Whether a call waits.</summary>
    public bool HasWaiting => _waiting.Count > 0;

    /// <summary>Whether messages of the flush under way have no receipt yet.</summary>
    public bool HasUnanswered => _slots.Count > 0;

    /// <summary>Takes a call in, unless more would wait than the options allow.</summary>
    public bool TryEnqueue(AppendRequest request, LogOptions options)
    {
        long bytes = PayloadOf(request.Messages);
        if (_waitingMessages + request.Messages.Count > options.MaxPendingMessages || _waitingBytes + bytes > options.MaxPendingBytes)
        {
            return false;
        }

        _waitingMessages += request.Messages.Count;
        _waitingBytes += bytes;
        _waiting.Enqueue(request);
        return true;
    }

    /// <summary>
    /// Takes waiting messages, in order of arrival, into the next batch: numbers them, adds them to the window, and answers those
    /// that the log has already. Empty when all were answered.
    /// </summary>
    public Message[] TakeBatch(LogHead head, long nowUnixMs, IdempotencyWindow window, IdempotencyWindow? live, LogOptions options)
    {
        long bytes = 0;
        while (_waiting.TryPeek(out AppendRequest? request))
        {
            for (; request.Taken < request.Messages.Count; request.Taken++)
            {
                Message message = request.Messages[request.Taken];
                if (live is not null && live.TryFind(message, out SeenMessage gone))
                {
                    request.Answer(request.Taken, LiveReceipt(gone, duplicate: true));
                }
                else if (window.TryFind(message, out SeenMessage seen))
                {
                    AnswerRepeated(request, seen, head);
                }
                else if (_entries.Count == options.MaxBatchMessages || (_entries.Count > 0 && bytes + message.Data.Length > options.MaxBatchBytes))
                {
                    return Seal();
                }
                else
                {
                    Message entry = message with { Seq = head.LastSeq + 1 + _entries.Count, CreatedAtUnixMs = nowUnixMs };
                    window.Add(entry);
                    _slots.Add(new AppendSlot(request, request.Taken, _entries.Count, Duplicate: false));
                    _entries.Add(entry);
                    bytes += entry.Data.Length;
                }

                _waitingMessages--;
                _waitingBytes -= message.Data.Length;
            }

            _waiting.Dequeue();
        }

        return Seal();
    }

    /// <summary>The flush under way is in the log.</summary>
    public void AnswerStored(Message[] batch)
    {
        foreach (AppendSlot slot in _slots)
        {
            Message entry = batch[slot.Entry];
            slot.Request.Answer(slot.Index, Receipt(new SeenMessage(entry.Id, entry.Seq, entry.CreatedAtUnixMs), slot.Duplicate));
        }

        _slots.Clear();
    }

    /// <summary>The flush under way was not stored, and went to those who listen now.</summary>
    public void AnswerLive(Message[] batch)
    {
        foreach (AppendSlot slot in _slots)
        {
            Message entry = batch[slot.Entry];
            slot.Request.Answer(slot.Index, LiveReceipt(new SeenMessage(entry.Id, 0, entry.CreatedAtUnixMs), slot.Duplicate));
        }

        _slots.Clear();
    }

    /// <summary>
    /// Answers all that waits and cannot be stored; returns what is to be delivered live, and remembers it in <paramref name="live"/>. What repeats a message of which it is not
    /// known whether it was stored is refused: it may come out of the log yet.
    /// </summary>
    public Message[] TakeLive(LogHead head, long nowUnixMs, IdempotencyWindow? window, IdempotencyWindow live)
    {
        while (_waiting.TryDequeue(out AppendRequest? request))
        {
            for (; request.Taken < request.Messages.Count; request.Taken++)
            {
                Message message = request.Messages[request.Taken];
                if (live.TryFind(message, out SeenMessage gone))
                {
                    request.Answer(request.Taken, LiveReceipt(gone, duplicate: true));
                }
                else if (window is not null && window.TryFind(message, out SeenMessage seen))
                {
                    request.Answer(request.Taken, seen.Seq <= head.LastSeq ? Receipt(seen, duplicate: true) : Uncertain(message));
                }
                else
                {
                    Message entry = message with { Seq = 0, CreatedAtUnixMs = nowUnixMs };
                    live.Add(entry with { Seq = 1 });
                    _entries.Add(entry);
                    request.Answer(request.Taken, LiveReceipt(new SeenMessage(entry.Id, 0, nowUnixMs), duplicate: false));
                }
            }
        }

        (_waitingMessages, _waitingBytes) = (0, 0);
        return Seal();
    }

    /// <summary>The flush under way failed.</summary>
    public void AnswerFailed(RealtimeErrorCode error, string reason)
    {
        foreach (AppendSlot slot in _slots)
        {
            slot.Request.Answer(
                slot.Index,
                new PublishReceipt { MessageId = slot.Request.Messages[slot.Index].Id, Error = error, ErrorMessage = reason });
        }

        _slots.Clear();
    }

    /// <summary>Refuses all that waits.</summary>
    public void RefuseWaiting(RealtimeErrorCode error, string reason)
    {
        while (_waiting.TryDequeue(out AppendRequest? request))
        {
            request.RefuseRest(error, reason);
        }

        (_waitingMessages, _waitingBytes) = (0, 0);
    }

    /// <summary>Fails every call, the flush under way included.</summary>
    public void FailAll(RealtimeException failure)
    {
        foreach (AppendSlot slot in _slots)
        {
            slot.Request.Fail(failure);
        }

        _slots.Clear();
        while (_waiting.TryDequeue(out AppendRequest? request))
        {
            request.Fail(failure);
        }

        (_waitingMessages, _waitingBytes) = (0, 0);
    }

    private static PublishReceipt Receipt(SeenMessage seen, bool duplicate) =>
        new() { MessageId = seen.Id, Seq = seen.Seq, CreatedAtUnixMs = seen.CreatedAtUnixMs, Duplicate = duplicate };

    private static PublishReceipt LiveReceipt(SeenMessage seen, bool duplicate) =>
        new() { MessageId = seen.Id, CreatedAtUnixMs = seen.CreatedAtUnixMs, Duplicate = duplicate, LiveOnly = true };

    private static PublishReceipt Uncertain(Message message) => new()
    {
        MessageId = message.Id,
        Error = RealtimeErrorCode.Unavailable,
        ErrorMessage = "The log's storage is out of reach; whether the message was stored before is unknown. Try again with the same id.",
    };

    private static long PayloadOf(IReadOnlyList<Message> messages)
    {
        long bytes = 0;
        for (int i = 0; i < messages.Count; i++)
        {
            bytes += messages[i].Data.Length;
        }

        return bytes;
    }

    private void AnswerRepeated(AppendRequest request, SeenMessage seen, LogHead head)
    {
        if (seen.Seq > head.LastSeq)
        {
            _slots.Add(new AppendSlot(request, request.Taken, (int)(seen.Seq - head.LastSeq - 1), Duplicate: true));
        }
        else
        {
            request.Answer(request.Taken, Receipt(seen, duplicate: true));
        }
    }

    private Message[] Seal()
    {
        Message[] batch = [.. _entries];
        _entries.Clear();
        return batch;
    }
}
