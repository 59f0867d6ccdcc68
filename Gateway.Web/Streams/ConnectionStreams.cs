using System.Diagnostics.CodeAnalysis;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>What one connection does with streams. It lasts as long as the connection: a session that is resumed begins with none.</summary>
/// <remarks>Frames come one after the other; what they set off ends on any thread.</remarks>
internal sealed partial class ConnectionStreams(StreamServices services, IStreamTarget target)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StreamSubscription> _subscriptions = new(StringComparer.Ordinal);

    // By stream: a subscription that begins, or a consumer that begins or stops. Frames about that stream wait for it.
    private readonly Dictionary<string, Task> _changes = new(StringComparer.Ordinal);
    private bool _ended;

    /// <summary>Does what a frame asks. Not done before what the former frames changed about the stream is.</summary>
    public ValueTask HandleAsync(StreamFrame frame)
    {
        var change = ChangeOf(frame.Stream);
        if (!change.IsCompleted)
        {
            return AfterAsync(change, frame);
        }

        Handle(frame);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes nothing more for its consumers: the gateway goes away.</summary>
    public void StopConsuming()
    {
        foreach (var consumption in Consumptions())
        {
            _ = consumption.StopAsync();
        }
    }

    /// <summary>The connection has gone.</summary>
    public void End()
    {
        StreamSubscription[] subscriptions;
        lock (_gate)
        {
            _ended = true;
            subscriptions = [.. _subscriptions.Values];
            _subscriptions.Clear();
        }

        foreach (var subscription in subscriptions)
        {
            subscription.Feed.Remove(subscription);
        }

        foreach (var consumption in Consumptions())
        {
            consumption.End();
        }
    }

    private Task ChangeOf(string stream)
    {
        lock (_gate)
        {
            return _changes.GetValueOrDefault(stream) ?? Task.CompletedTask;
        }
    }

    private async ValueTask AfterAsync(Task change, StreamFrame frame)
    {
        await change;
        Handle(frame);
    }

    private void Handle(StreamFrame frame)
    {
        target.BeginCall();
        switch (frame.Type)
        {
            case ClientFrameType.StreamPublish:
                Publish(frame);
                break;
            case ClientFrameType.StreamRange:
                _ = AnswerAsync(frame, RangeAsync);
                break;
            case ClientFrameType.StreamAck:
                _ = AnswerAsync(frame, AcknowledgeAsync);
                break;
            case ClientFrameType.StreamSubscribe:
                Change(frame, SubscribeAsync);
                break;
            case ClientFrameType.StreamUnsubscribe:
                Change(frame, UnsubscribeAsync);
                break;
            case ClientFrameType.StreamConsume:
                Change(frame, ConsumeAsync);
                break;
            default:
                Change(frame, StopAsync);
                break;
        }
    }

    private async Task AnswerAsync(StreamFrame frame, Func<StreamFrame, Task> answer)
    {
        try
        {
            await answer(frame);
        }
        catch (Exception fault)
        {
            target.Fail(frame.Id, fault);
        }
        finally
        {
            target.EndCall();
        }
    }

    private void Change(StreamFrame frame, Func<StreamFrame, Task> change)
    {
        var changing = AnswerAsync(frame, change);
        if (changing.IsCompleted)
        {
            return;
        }

        lock (_gate)
        {
            _changes[frame.Stream] = changing;
        }

        _ = ForgetAsync(frame.Stream, changing);
    }

    private async Task ForgetAsync(string stream, Task changing)
    {
        await changing;
        lock (_gate)
        {
            if (_changes.GetValueOrDefault(stream) == changing)
            {
                _changes.Remove(stream);
            }
        }
    }

    private async Task RangeAsync(StreamFrame frame)
    {
        var entries = await services.Stream(frame.Stream).RangeAsync(StreamPositions.Range(frame.Lowest, frame.Highest, frame.Count, frame.Reverse));
        target.Reply(ReplyFrames.StreamRange(frame.Id, entries));
    }

    private async Task SubscribeAsync(StreamFrame frame)
    {
        if (!TryBeginSubscription(frame, out var known, out var subscription))
        {
            return;
        }

        try
        {
            var (end, life) = await subscription.Feed.ReadEndAsync();
            if (subscription != known && !TryPut(frame.Stream, known, subscription))
            {
                subscription.Feed.Remove(subscription);
                return;
            }

            target.Reply(ReplyFrames.StreamSubscribed(frame.Id, end));
            if (subscription != known)
            {
                subscription.Feed.Start(subscription, frame.Start ?? end, end, life);
            }
        }
        catch when (subscription != known)
        {
            subscription.Feed.Remove(subscription);
            Forget(frame.Stream, subscription);
            throw;
        }
    }

    /// <summary>A stream that is subscribed to already goes on where it is, unless the frame names another start.</summary>
    private bool TryBeginSubscription(StreamFrame frame, out StreamSubscription? known, [NotNullWhen(true)] out StreamSubscription? subscription)
    {
        lock (_gate)
        {
            known = _subscriptions.GetValueOrDefault(frame.Stream);
            subscription = known;
            if (subscription is not null && !frame.HasStart)
            {
                return true;
            }

            if (known is null && !HasPlace(frame))
            {
                return false;
            }

            subscription = services.Feeds.Add(frame.Stream, target);
            _subscriptions.TryAdd(frame.Stream, subscription);
            return true;
        }
    }

    private bool TryPut(string stream, StreamSubscription? former, StreamSubscription subscription)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return false;
            }

            _subscriptions[stream] = subscription;
        }

        former?.Feed.Remove(former);
        return true;
    }

    private void Forget(string stream, StreamSubscription subscription)
    {
        lock (_gate)
        {
            if (_subscriptions.GetValueOrDefault(stream) == subscription)
            {
                _subscriptions.Remove(stream);
            }
        }
    }

    private Task UnsubscribeAsync(StreamFrame frame)
    {
        StreamSubscription? subscription;
        lock (_gate)
        {
            _subscriptions.Remove(frame.Stream, out subscription);
        }

        subscription?.Feed.Remove(subscription);
        target.Reply(ReplyFrames.Done(frame.Id));
        return Task.CompletedTask;
    }

    /// <summary>The lock is held. Whether one more subscription or consumer is allowed; if not, the client is told.</summary>
    private bool HasPlace(StreamFrame frame)
    {
        var most = services.Options.MaxSubscriptions;
        if (_ended || _subscriptions.Count + _consumptions.Count < most)
        {
            return !_ended;
        }

        target.Refuse(frame.Id, RealtimeErrorCode.Forbidden, $"A connection may subscribe to and consume at most {most} streams.");
        return false;
    }
}
