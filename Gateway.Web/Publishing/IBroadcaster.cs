using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>Sends a message to every live connection of every gateway, each exactly once.</summary>
internal interface IBroadcaster
{
    /// <summary>Sends it to all gateways at the same time and answers how many there were and how many connections got it.</summary>
    Task<BroadcastResult> BroadcastAsync(Message message, CancellationToken cancellationToken);
}
