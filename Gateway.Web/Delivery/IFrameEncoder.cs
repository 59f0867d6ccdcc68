using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Turns what a log holds into frames, once for all sockets.</summary>
internal interface IFrameEncoder
{
    /// <summary>The frame of a message, for everybody.</summary>
    OutboundFrame Encode(LogId log, Message message);

    /// <summary>The frame of a message as one of the two users of a private conversation sees it.</summary>
    OutboundFrame EncodeFor(string viewerId, LogId log, Message message);

    /// <summary>The frame that says that positions are lost, both bounds included. The viewer matters in private conversations only.</summary>
    OutboundFrame EncodeGap(LogId log, string viewerId, string epoch, long fromSeq, long toSeq);

    /// <summary>The frame of a signal. The viewer matters in private conversations only.</summary>
    OutboundFrame EncodeSignal(Signal signal, string viewerId);
}
