using System.Collections.Concurrent;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

/// <summary>Takes every message, and answers as told.</summary>
internal sealed class FakePublisher : IMessagePublisher, IBroadcaster
{
    public ConcurrentQueue<(LogId Log, Message Message)> Published { get; } = [];

    public Func<LogId, RealtimeErrorCode> Fault { get; set; } = _ => RealtimeErrorCode.None;

    /// <summary>Storage is out of reach, and messages go live.</summary>
    public bool LiveOnly { get; set; }

    public ValueTask<PublishReceipt> PublishAsync(LogId log, Message message, CancellationToken cancellationToken, HeldPublishes? held = null)
    {
        Published.Enqueue((log, message));
        var fault = Fault(log);
        return ValueTask.FromResult(fault == RealtimeErrorCode.None
            ? new PublishReceipt { MessageId = message.Id, Seq = LiveOnly ? 0 : Published.Count, LiveOnly = LiveOnly, CreatedAtUnixMs = 1_763_690_000_123, Online = true }
            : new PublishReceipt { MessageId = message.Id, Error = fault, ErrorMessage = "Told to fail." });
    }

    public void Release(HeldPublishes held)
    {
    }

    public Task<BroadcastResult> BroadcastAsync(Message message, CancellationToken cancellationToken)
    {
        Published.Enqueue((default, message));
        return Task.FromResult(new BroadcastResult(2, 7));
    }
}
