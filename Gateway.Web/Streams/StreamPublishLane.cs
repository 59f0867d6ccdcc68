using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.ServiceDefaults;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>
/// What one connection publishes to one stream: in the order of its frames, one call in flight, and what waits meanwhile goes together. It is as long as the
/// connection's calls may be many.
/// </summary>
internal sealed class StreamPublishLane(StreamServices services, IStreamTarget target, string stream)
{
    /// <summary>Bytes after which a call takes no further frame.</summary>
    private const int MaxBatchBytes = 1024 * 1024;

    /// <summary>What an entry costs beside its data.</summary>
    private const int EntryBytes = 64;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    private readonly Queue<StreamFrame> _waiting = new();

    /// <summary>Adds a frame. The lane is its owner's to guard.</summary>
    public void Enqueue(StreamFrame frame) => _waiting.Enqueue(frame);

    /// <summary>Takes what goes into the next call; none when nothing waits.</summary>
    public List<StreamFrame> Take()
    {
        List<StreamFrame> batch = [];
        var bytes = 0L;
        while (batch.Count < services.PublishingSettings.Value.MaxBatch && _waiting.TryPeek(out var next))
        {
            bytes += BytesOf(next);
            if (batch.Count > 0 && bytes > MaxBatchBytes)
            {
                break;
            }

            batch.Add(_waiting.Dequeue());
        }

        return batch;
    }

    /// <summary>
    /// Publishes frames and answers each of them. What the storage refuses, its sender is told at once. A silo that went away is another matter: frames with an id are
    /// repeated under it, as messages to rooms are.
    /// </summary>
    public async Task PublishAsync(List<StreamFrame> batch)
    {
        var settings = services.PublishingSettings.Value;
        var started = services.Time.GetTimestamp();
        var delay = settings.RetryDelay;
        var grain = services.Stream(stream);
        while (true)
        {
            try
            {
                Answer(batch, await grain.PublishAsync([.. batch.Select(Publish)]));
                return;
            }
            catch (RealtimeException refusal) when (batch.Count > 1 && refusal.Code is (RealtimeErrorCode.BadRequest or RealtimeErrorCode.TooLarge))
            {
                // One of them is wrong, and none was taken.
                await PublishEachAsync(batch);
                return;
            }
            catch (Exception fault)
            {
                var passes = fault is not RealtimeException && TransientFault.Matches(fault) && services.Time.GetElapsedTime(started) + delay < settings.Timeout;
                batch = Refuse(batch, fault, repeated: passes);
                if (batch.Count == 0)
                {
                    return;
                }
            }

            await Task.Delay(delay, services.Time);
            delay = delay.Doubled(LongestDelay);
        }
    }

    private async Task PublishEachAsync(List<StreamFrame> batch)
    {
        foreach (var frame in batch)
        {
            await PublishAsync([frame]);
        }
    }

    private static long BytesOf(StreamFrame frame) => frame.Messages.Sum(static message => message.Data.Length + EntryBytes);

    private StreamPublish Publish(StreamFrame frame) => new(frame.Messages, StreamIdempotencyKey.Of(target.UserId, frame.Id));

    private void Answer(List<StreamFrame> batch, StreamReceipt[] receipts)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var (frame, receipt) = (batch[i], receipts[i]);
            if (receipt.Error != RealtimeErrorCode.None)
            {
                target.Refuse(frame.Id, receipt.Error, receipt.ErrorMessage ?? "The message was not stored.");
            }
            else if (frame.Id is not null)
            {
                target.Reply(ReplyFrames.StreamPublished(frame.Id, receipt.Ids, frame.IsBatch), more: i < batch.Count - 1);
            }

            target.EndCall();
        }
    }

    /// <summary>Tells the senders, but of frames that are repeated. Without an id a repetition could add a message twice.</summary>
    private List<StreamFrame> Refuse(List<StreamFrame> batch, Exception fault, bool repeated)
    {
        List<StreamFrame> rest = [];
        foreach (var frame in batch)
        {
            if (repeated && frame.Id is not null)
            {
                rest.Add(frame);
                continue;
            }

            target.Fail(frame.Id, fault);
            target.EndCall();
        }

        return rest;
    }
}
