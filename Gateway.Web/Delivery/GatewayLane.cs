using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// One delivery lane. Every call ends soon, so that a lane never stands still; a change of conversations, which waits for grains, interleaves with
/// the others.
/// </summary>
/// <remarks>
/// A runtime may make the call on the thread that published the message. Few connections are quickly served there; to many the lane sends on a thread of its own, while what
/// is published meanwhile forms the next batch.
/// </remarks>
internal sealed class GatewayLane(LaneReceiver receiver) : IGatewayObserver
{
    /// <summary>Connections that are served on whatever thread the call comes.</summary>
    private const int Few = 16;

    public Task<DeliveryAck> DeliverAsync(DeliveryBatch batch) =>
        receiver.AudienceOf(batch.Log) <= Few ? Task.FromResult(receiver.Deliver(batch)) : DeliverApartAsync(batch);

    private async Task<DeliveryAck> DeliverApartAsync(DeliveryBatch batch)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return receiver.Deliver(batch);
    }

    public Task RouteLostAsync(LogId log)
    {
        receiver.RouteLost(log);
        return Task.CompletedTask;
    }

    public Task<int> BroadcastAsync(Message message) => Task.FromResult(receiver.Broadcast(message));

    public Task CloseSessionAsync(CloseSession request)
    {
        receiver.Close(request);
        return Task.CompletedTask;
    }

    public Task ConversationsChangedAsync(ConversationChange change) => receiver.ChangeConversationsAsync(change);

    public Task SignalAsync(IReadOnlyList<Signal> signals)
    {
        receiver.Signal(signals);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> GetAudienceAsync(LogId log) => Task.FromResult(receiver.GetAudience(log));

    public Task<SocketDescription?> DescribeSessionAsync(string sessionId) => Task.FromResult(receiver.Describe(sessionId));
}
