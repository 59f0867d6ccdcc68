using System.Buffers;
using System.Diagnostics;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <inheritdoc cref="IFrameEncoder"/>
internal sealed class FrameEncoder : IFrameEncoder
{
    private const int InitialBytes = 4 * 1024;
    private const int KeptBytes = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    /// <inheritdoc />
    public OutboundFrame Encode(LogId log, Message message)
    {
        Trace(log, message);
        // Straight from the scratch buffer into the frame: one copy, and nothing allocated but the frame.
        var buffer = _scratch ??= new ArrayBufferWriter<byte>(InitialBytes);
        buffer.ResetWrittenCount();
        MessageFrames.Write(buffer, log, message);
        var frame = OutboundFrame.Text(buffer.WrittenSpan, RankOf(log, message));
        if (buffer.Capacity > KeptBytes)
        {
            _scratch = null;
        }

        return frame;
    }

    /// <inheritdoc />
    public OutboundFrame EncodeFor(string viewerId, LogId log, Message message)
    {
        Trace(log, message);
        var buffer = FrameBuffer.Rent();
        ConversationFrames.Write(buffer, log, message, viewerId);
        var frame = OutboundFrame.Text(buffer.WrittenSpan);
        FrameBuffer.Return(buffer);
        return frame;
    }

    /// <inheritdoc />
    public OutboundFrame EncodeGap(LogId log, string viewerId, string epoch, long fromSeq, long toSeq) =>
        OutboundFrame.Text(ServerFrames.Gap(log, viewerId, fromSeq, toSeq, epoch), log.Kind == LogKind.Inbox ? OutboundRank.Inbox : OutboundRank.Common);

    /// <inheritdoc />
    public OutboundFrame EncodeSignal(Signal signal, string viewerId) => OutboundFrame.Text(ConversationFrames.Signal(signal, viewerId));

    /// <summary>A live message becomes one frame for all connections of the gateway that get the same; a replay makes one for each.</summary>
    private static void Trace(LogId log, Message message)
    {
        if (message.TraceParent is { } trace && RealtimeTraces.IsListening)
        {
            var kind = message.Kind == MessageKind.Broadcast ? nameof(MessageKind.Broadcast) : log.Kind.ToString();
            RealtimeTraces.Record(RealtimeTraces.Deliver, ActivityKind.Consumer, trace, message.Id, kind.ToLowerInvariant());
        }
    }

    private static OutboundRank RankOf(LogId log, Message message)
    {
        var urgent = message.Priority == MessagePriority.High;
        if (message.Kind == MessageKind.Broadcast)
        {
            return urgent ? OutboundRank.Urgent : OutboundRank.Common;
        }

        return log.Kind != LogKind.Inbox ? OutboundRank.Common : urgent ? OutboundRank.UrgentInbox : OutboundRank.Inbox;
    }
}
