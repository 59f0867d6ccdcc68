using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Receiving;

/// <summary>Who hears what is delivered. All is called under the client's gate.</summary>
internal interface IDeliveryOwner
{
    /// <summary>Whether something may be given to the application now; where not, the log's frames are left until the next connection.</summary>
    bool HasRoom(RealtimeLog kind);

    /// <summary>A message that was not seen before, in the order of its log.</summary>
    void Deliver(Log log, ServerFrame frame);

    void Tell(Gap gap);
}
