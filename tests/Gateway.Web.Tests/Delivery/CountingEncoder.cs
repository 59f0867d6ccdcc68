using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

/// <summary>Counts what is encoded.</summary>
internal sealed class CountingEncoder : IFrameEncoder
{
    private readonly FrameEncoder _encoder = new();

    public int Count { get; private set; }

    public OutboundFrame Encode(LogId log, Message message) => Counted(_encoder.Encode(log, message));

    public OutboundFrame EncodeFor(string viewerId, LogId log, Message message) => Counted(_encoder.EncodeFor(viewerId, log, message));

    public OutboundFrame EncodeGap(LogId log, string viewerId, string epoch, long fromSeq, long toSeq) =>
        Counted(_encoder.EncodeGap(log, viewerId, epoch, fromSeq, toSeq));

    public OutboundFrame EncodeSignal(Signal signal, string viewerId) => Counted(_encoder.EncodeSignal(signal, viewerId));

    private OutboundFrame Counted(OutboundFrame frame)
    {
        Count++;
        return frame;
    }
}
