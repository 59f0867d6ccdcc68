using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>This gateway's figures since its start, as the statistics API shows them.</summary>
internal sealed class GatewayStatistics(TimeProvider? time = null)
{
    private long _errors;
    private long _gaps;
    private long _userPublished;
    private long _roomPublished;
    private long _broadcastPublished;
    private long _failedPublished;
    private long _roomReceived;
    private long _userReceived;
    private long _broadcastReceived;
    private long _failedMessages;
    private long _droppedMessages;
    private long _deliveredFrames;
    private long _reconnects;
    private long _publishRetries;

    /// <summary>Messages newly taken by a log, or broadcast: one that was sent before counts once.</summary>
    public long TotalPublished => UserPublished + Volatile.Read(ref _roomPublished) + BroadcastPublished;

    /// <summary>Messages taken by an inbox.</summary>
    public long UserPublished => Volatile.Read(ref _userPublished);

    /// <summary>Broadcasts that reached a gateway.</summary>
    public long BroadcastPublished => Volatile.Read(ref _broadcastPublished);

    /// <summary>Messages whose sender got an error.</summary>
    public long FailedPublished => Volatile.Read(ref _failedPublished);

    /// <summary>Messages received from the grains.</summary>
    public long TotalReceived => Volatile.Read(ref _roomReceived) + UserReceived + BroadcastReceived + FailedMessages;

    /// <summary>Of these, from inboxes.</summary>
    public long UserReceived => Volatile.Read(ref _userReceived);

    /// <summary>Of these, broadcasts.</summary>
    public long BroadcastReceived => Volatile.Read(ref _broadcastReceived);

    /// <summary>Messages handed to their local audience.</summary>
    public long ProcessedMessages => Volatile.Read(ref _roomReceived) + UserReceived + BroadcastReceived;

    /// <summary>Messages that could not be handed over; their owner sends them again.</summary>
    public long FailedMessages => Volatile.Read(ref _failedMessages);

    /// <summary>Frames that a closing or overflowing connection did not take; they follow on resume.</summary>
    public long DroppedMessages => Volatile.Read(ref _droppedMessages);

    /// <summary>Frames with messages queued for connections; what is read from history for one of them is not counted.</summary>
    public long DeliveredFrames => Volatile.Read(ref _deliveredFrames);

    /// <summary>How often an audience was attached again because its route was lost.</summary>
    public long ReconnectCount => Volatile.Read(ref _reconnects);

    /// <summary>Error frames queued for connections.</summary>
    public long Errors => Volatile.Read(ref _errors);

    /// <summary>Gaps that were announced.</summary>
    public long Gaps => Volatile.Read(ref _gaps);

    /// <summary>From the moment at which this gateway has a message to its receipt, of the last seconds.</summary>
    public RecentLatency Acknowledge { get; } = new(time ?? TimeProvider.System);

    /// <summary>A client was answered with an error.</summary>
    public void ErrorSent() => Interlocked.Increment(ref _errors);

    /// <summary>Clients were told that something is missing.</summary>
    public void GapsAnnounced(int gaps) => Interlocked.Add(ref _gaps, gaps);

    /// <summary>Receipts came: of new messages, and of failed ones.</summary>
    public void Published(LogKind kind, int stored, int failed)
    {
        Interlocked.Add(ref kind == LogKind.Inbox ? ref _userPublished : ref _roomPublished, stored);
        Interlocked.Add(ref _failedPublished, failed);
    }

    /// <summary>A message was refused before it was sent.</summary>
    public void PublishFailed() => Interlocked.Increment(ref _failedPublished);

    /// <summary>How often a message was sent to its log again.</summary>
    public long PublishRetries => Volatile.Read(ref _publishRetries);

    /// <summary>Messages are about to be sent again: an attempt failed.</summary>
    public void PublishRetried(int messages) => Interlocked.Add(ref _publishRetries, messages);

    /// <summary>A broadcast was sent.</summary>
    public void Broadcasted(bool reached) => Interlocked.Increment(ref reached ? ref _broadcastPublished : ref _failedPublished);

    /// <summary>A batch was handed over.</summary>
    public void Delivered(LogKind kind, in DeliveryOutcome outcome)
    {
        Interlocked.Add(ref kind == LogKind.Inbox ? ref _userReceived : ref _roomReceived, outcome.Accepted);
        Interlocked.Add(ref _deliveredFrames, outcome.Enqueued);
        if (outcome.Dropped > 0)
        {
            Interlocked.Add(ref _droppedMessages, outcome.Dropped);
        }

        if (outcome.Gap)
        {
            GapsAnnounced(1);
        }
    }

    /// <summary>A batch could not be handed over.</summary>
    public void DeliveryFailed(int messages) => Interlocked.Add(ref _failedMessages, messages);

    /// <summary>A broadcast came.</summary>
    public void BroadcastTaken(int connections)
    {
        Interlocked.Increment(ref _broadcastReceived);
        Interlocked.Add(ref _deliveredFrames, connections);
    }

    /// <summary>A lost route was restored.</summary>
    public void Reconnected() => Interlocked.Increment(ref _reconnects);
}
