using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Turns what a log holds into frames, once for all sockets.</summary>
internal interface IFrameEncoder
{
    /// <summary>The frame of a message.</summary>
    OutboundFrame Encode(LogId log, Message message);

    /// <summary>The frame that says that positions are lost, both bounds included.</summary>
    OutboundFrame EncodeGap(LogId log, string epoch, long fromSeq, long toSeq);
}
