using System.Buffers;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <inheritdoc cref="IMessagePublisher"/>
internal sealed partial class MessagePublisher : IMessagePublisher
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(1);

    private readonly AudienceRegistry _audiences;
    private readonly SiloLossSignal _silos;
    private readonly GatewayStatistics _statistics;
    private readonly TimeProvider _time;
    private readonly ILogger<MessagePublisher> _logger;
    private readonly PublishingOptions _options;
    private readonly PublishShard[] _shards;

    public MessagePublisher(
        AudienceRegistry audiences,
        SiloLossSignal silos,
        GatewayStatistics statistics,
        TimeProvider time,
        IOptions<PublishingOptions> options,
        ILogger<MessagePublisher> logger)
    {
        _audiences = audiences;
        _silos = silos;
        _statistics = statistics;
        _time = time;
        _logger = logger;
        _options = options.Value;
        _shards = new PublishShard[Math.Max(4, Environment.ProcessorCount * 4)];
        for (var i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new PublishShard();
        }
    }

    /// <summary>How many logs have a batch in flight.</summary>
    public int ActiveLanes => _shards.Sum(shard => shard.Count);

    /// <inheritdoc />
    public ValueTask<PublishReceipt> PublishAsync(LogId log, Message message, CancellationToken cancellationToken, HeldPublishes? held = null) => RealtimeTraces.IsListening
        ? PublishTracedAsync(log, message, held, cancellationToken)
        : EnqueueAsync(log, message, held, cancellationToken);

    /// <inheritdoc />
    public void Release(HeldPublishes held)
    {
        while (held.Take() is { } lane)
        {
            _ = DrainAsync(lane);
        }
    }

    private ValueTask<PublishReceipt> EnqueueAsync(LogId log, Message message, HeldPublishes? held, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<PublishReceipt>(cancellationToken);
        }

        var pending = PendingPublish.Rent(message, _time.GetTimestamp());
        var receipt = pending.AsValueTask();
        var shard = _shards[(uint)log.GetHashCode() % (uint)_shards.Length];
        if (!shard.TryEnqueue(log, pending, _options.MaxPending, out var toDrain))
        {
            pending.Complete(Refusal(message, RealtimeErrorCode.Unavailable, "Too many messages wait for this log. Try again with the same id."));
            _statistics.PublishFailed();
        }
        else if (toDrain is not null && held is not null)
        {
            held.Add(toDrain);
        }
        else if (toDrain is not null)
        {
            _ = DrainAsync(toDrain);
        }

        return receipt;
    }

    private static PublishReceipt Refusal(Message message, RealtimeErrorCode code, string words) =>
        new() { MessageId = message.Id, Error = code, ErrorMessage = words };

    private async Task DrainAsync(PublishLane lane)
    {
        while (lane.Shard.TakeBatch(lane, _options.MaxBatch))
        {
            var attempt = 0;
            while (lane.Batch.Count > 0)
            {
                Exception fault;
                try
                {
                    lane.Owner ??= _audiences.OwnerOf(lane.Log);
                    Answer(lane, await _silos.UnlessLostAsync(lane.Owner.PublishAsync(MessagesOf(lane.Batch))));
                    continue;
                }
                catch (OperationCanceledException)
                {
                    // The answer may never come. Should the first call take place after all, the ids make it and its repetition one.
                    fault = new TimeoutException();
                }
                catch (Exception e)
                {
                    fault = e;
                }

                if (!TransientFault.Matches(fault))
                {
                    Refuse(lane, lane.Batch.Count, fault);
                    continue;
                }

                await _time.DelayAsync(DelayBefore(++attempt));
                Refuse(lane, CountExpired(lane.Batch), fault);
                _statistics.PublishRetried(lane.Batch.Count);
            }
        }
    }

    private static Message[] MessagesOf(List<PendingPublish> batch)
    {
        var messages = new Message[batch.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            messages[i] = batch[i].Message;
        }

        return messages;
    }

    private TimeSpan DelayBefore(int attempt)
    {
        var delay = _options.RetryDelay * Math.Pow(2, Math.Min(attempt - 1, 10));
        return delay < LongestRetryDelay ? delay : LongestRetryDelay;
    }

    private int CountExpired(List<PendingPublish> batch)
    {
        var expired = 0;
        while (expired < batch.Count && _time.GetElapsedTime(batch[expired].StartedAt) >= _options.Timeout)
        {
            expired++;
        }

        return expired;
    }

    private void Answer(PublishLane lane, IReadOnlyList<PublishReceipt> receipts)
    {
        if (receipts.Count != lane.Batch.Count)
        {
            throw new InvalidOperationException($"{lane.Batch.Count} messages got {receipts.Count} receipts.");
        }

        var (stored, failed) = (0, 0);
        var now = _time.GetTimestamp();
        for (var i = 0; i < receipts.Count; i++)
        {
            _statistics.Acknowledge.Record(_time.GetElapsedTime(lane.Batch[i].StartedAt, now));
            if (receipts[i].Error != RealtimeErrorCode.None)
            {
                failed++;
            }
            else if (!receipts[i].Duplicate || receipts[i].MessageId == lane.Batch[i].Message.Id)
            {
                // Seen before under the very id that was made here: an earlier attempt of this call, whose answer was lost.
                stored++;
            }
        }

        _statistics.Published(lane.Log.Kind, stored, failed);
        if (lane.Log.Kind == LogKind.Room && receipts[^1].Error == RealtimeErrorCode.None)
        {
            _audiences.NoteHead(lane.Log, receipts[^1].Seq);
        }

        Complete(lane, receipts.Count, receipts);
    }

    private void Refuse(PublishLane lane, int count, Exception fault)
    {
        if (count == 0)
        {
            return;
        }

        var code = TransientFault.CodeOf(fault);
        if (code == RealtimeErrorCode.Internal)
        {
            LogPublishFailed(fault);
        }

        var receipts = new PublishReceipt[count];
        for (var i = 0; i < count; i++)
        {
            receipts[i] = Refusal(lane.Batch[i].Message, code, TransientFault.MessageOf(fault));
        }

        _statistics.Published(lane.Log.Kind, 0, count);
        Complete(lane, count, receipts);
    }

    /// <summary>
    /// Answers the oldest of the batch. Each leaves the batch before its continuation runs, so that nothing which a
    /// continuation does can meet it here again.
    /// </summary>
    private void Complete(PublishLane lane, int count, IReadOnlyList<PublishReceipt> receipts)
    {
        var answered = ArrayPool<PendingPublish>.Shared.Rent(count);
        lane.Batch.CopyTo(0, answered, 0, count);
        lane.Batch.RemoveRange(0, count);
        for (var i = 0; i < count; i++)
        {
            try
            {
                answered[i].Complete(receipts[i]);
            }
            catch (Exception e)
            {
                LogContinuationFailed(e);
            }
        }

        ArrayPool<PendingPublish>.Shared.Return(answered, clearArray: true);
    }
}
