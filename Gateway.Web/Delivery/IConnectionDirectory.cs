using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>All connections of this gateway, as the delivery lanes need them.</summary>
internal interface IConnectionDirectory
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Sends a frame to every connection but one session's; answers how many took it.</summary>
    int Broadcast(OutboundFrame frame, string? exceptSessionId);

    /// <summary>What waits in the outbound queues of all connections together.</summary>
    QueueTotals SumQueues();

    /// <summary>The socket of a session, if it is here.</summary>
    SocketDescription? Describe(string sessionId);

    /// <summary>Closes the socket that the order means, if it is here.</summary>
    void Close(CloseSession request);
}
