using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// The frame of one message or signal, encoded when the first connection needs it and shared. What a private conversation is named by differs
/// between its two users: then there are two.
/// </summary>
internal ref struct FrameVariants(IFrameEncoder encoder, LogId log, Message? message, Signal? signal = null)
{
    private readonly bool _perViewer = log.Kind == LogKind.Private && message is not { Kind: MessageKind.Private };
    private OutboundFrame? _frame;
    private OutboundFrame? _other;
    private string? _viewer;

    /// <summary>The frame for a connection.</summary>
    public OutboundFrame For(IDeliveryTarget target)
    {
        if (!_perViewer)
        {
            return _frame ??= Encode(target);
        }

        _viewer ??= target.UserId;
        return _viewer == target.UserId ? _frame ??= Encode(target) : _other ??= Encode(target);
    }

    private readonly OutboundFrame Encode(IDeliveryTarget target)
    {
        if (signal is not null)
        {
            return encoder.EncodeSignal(signal, target.UserId);
        }

        return _perViewer ? encoder.EncodeFor(target.UserId, log, message!) : encoder.Encode(log, message!);
    }
}
