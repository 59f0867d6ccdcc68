using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Delivery;

/// <content>
/// Messages that are in no log. Each goes out between the entries that were stored before and after it, and shares the one call in flight; but no position moves for it
/// and it is sent once: what does not arrive is lost, as its sender was told. A restart of the delivery lets the log's messages go on at once, since the receiver knows those
/// by their position; live ones wait for the call that is still under way, and what the log has overtaken meanwhile is dropped.
/// </content>
internal abstract partial class LogPump
{
    /// <summary>Never empty.</summary>
    private Queue<(Message Message, long AfterSeq)>? _live;
    private bool _sendingLive;
    private bool _unreadable;

    /// <summary>Sends messages that have no position, as soon as nothing is in flight.</summary>
    public void SendLive(IReadOnlyList<Message> messages)
    {
        if (_closed)
        {
            return;
        }

        var taken = Math.Min(messages.Count, Services.Options.MaxLiveMessages - (_live?.Count ?? 0));
        for (var i = 0; i < taken; i++)
        {
            (_live ??= new()).Enqueue((messages[i], Source.LastSeq));
        }

        if (taken < messages.Count)
        {
            Services.Metrics.LiveDropped(messages.Count - taken);
        }

        Wake();
    }

    /// <summary>
    /// The next batch of such messages, once the receiver has what was stored before them. Only what cannot be read, the storage being away, does not hold them up.
    /// </summary>
    private DeliveryBatch? TakeLive()
    {
        while (_live is not null && _live.Peek().AfterSeq < AckedSeq)
        {
            Dequeue();
            Services.Metrics.LiveDropped(1);
        }

        if (_live is null || _sendingLive)
        {
            return null;
        }

        var after = _live.Peek().AfterSeq;
        if (!_unreadable && (_announceGap || AckedSeq < after))
        {
            return null;
        }

        var messages = new List<Message>();
        var bytes = 0L;
        while (messages.Count < Services.Options.MaxBatchMessages
            && _live is not null
            && _live.Peek() is var next
            && next.AfterSeq == after
            && (messages.Count == 0 || bytes + next.Message.Data.Length <= Services.Options.MaxBatchBytes))
        {
            bytes += next.Message.Data.Length;
            messages.Add(Dequeue());
        }

        return new(Source.Log, Source.Epoch, after, messages.ToArray(), Gap: false, Live: true);
    }

    /// <summary>How many of the log's messages may go before the next that is in no log.</summary>
    private int MostOfLog() => _live is null || _live.Peek().AfterSeq <= AckedSeq
        ? Services.Options.MaxBatchMessages
        : (int)Math.Min(Services.Options.MaxBatchMessages, _live.Peek().AfterSeq - AckedSeq);

    private Message Dequeue()
    {
        var message = _live!.Dequeue().Message;
        _live = _live.Count == 0 ? null : _live;
        return message;
    }

    private void DropLive()
    {
        if (_live is not null)
        {
            Services.Metrics.LiveDropped(_live.Count);
            _live = null;
        }
    }

    private async Task DeliverLiveAsync(DeliveryBatch batch, int generation)
    {
        _sending = _sendingLive = true;
        var attached = true;
        try
        {
            attached = (await CallAsync(batch)).Attached;
        }
        catch (Exception exception)
        {
            Services.Metrics.Failed(MetricTag);
            Services.Metrics.LiveDropped(batch.Messages.Count);
            Log.DeliveryFailed(Services.Logger, Name, Source.Log.Kind, exception);
        }

        _sendingLive = false;
        if (generation == _generation)
        {
            _sending = false;
            if (!attached)
            {
                Drop(RouteDropReason.NotAttached);
                return;
            }
        }

        Wake();
    }
}
