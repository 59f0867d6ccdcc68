using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// One delivery lane. Every call ends at once, so that a lane never stands still; a change of conversations, which waits for grains, interleaves with
/// the others.
/// </summary>
internal sealed class GatewayLane(LaneReceiver receiver) : IGatewayObserver
{
    public Task<DeliveryAck> DeliverAsync(DeliveryBatch batch) => Task.FromResult(receiver.Deliver(batch));

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
}
