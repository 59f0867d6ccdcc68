using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// The grain of a group or a private conversation as the owner of its log. It knows gateways, not connections: the first of a gateway attaches,
/// and nobody tells it of the others.
/// </summary>
internal sealed class ConversationOwner(IConversationGrain grain) : ILogOwner
{
    public Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages) => grain.PublishAsync(messages);

    public Task<MessagePage> ReadAsync(HistoryQuery query) => grain.ReadLogAsync(query);

    public Task<AttachResult> AttachAsync(GatewayRoute route, LogPosition? from, IReadOnlyList<IDeliveryTarget> audience) =>
        grain.AttachAsync(new AttachRequest(route, from, Array.Empty<Subscriber>()));

    public Task LeaveAsync(GatewayAddress gateway, string sessionId) => Task.CompletedTask;

    public Task DetachAsync(GatewayAddress gateway) => grain.DetachAsync(gateway);
}
