using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>A room's grain as the owner of its log.</summary>
internal sealed class RoomOwner(IRoomGrain grain) : ILogOwner
{
    public Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages) => grain.PublishAsync(messages);

    public Task<MessagePage> ReadAsync(HistoryQuery query) => grain.GetHistoryAsync(query);

    public Task<AttachResult> AttachAsync(GatewayRoute route, LogPosition? from, IReadOnlyList<IDeliveryTarget> audience)
    {
        var subscribers = new Subscriber[audience.Count];
        for (var i = 0; i < subscribers.Length; i++)
        {
            subscribers[i] = new Subscriber(audience[i].SessionId, audience[i].UserId);
        }

        return grain.AttachAsync(new AttachRequest(route, from, subscribers));
    }

    /// <summary>Adds one connection to an audience that is attached.</summary>
    public Task<AttachResult> JoinAsync(GatewayRoute route, IDeliveryTarget target) =>
        grain.JoinAsync(route.Address, new Subscriber(target.SessionId, target.UserId));

    public Task LeaveAsync(GatewayAddress gateway, string sessionId) => grain.LeaveAsync(gateway, sessionId);

    public Task DetachAsync(GatewayAddress gateway) => grain.DetachAsync(gateway);
}
