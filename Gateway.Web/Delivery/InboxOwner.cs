using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// A user's grain as the owner of the inbox. Its connections are the audience: joining is connecting, and the route ends with
/// the last connection, so that there is nothing to detach.
/// </summary>
internal sealed class InboxOwner(IUserGrain grain) : ILogOwner
{
    /// <summary>Confirms the inbox up to a position.</summary>
    public Task AcknowledgeAsync(LogPosition position) => grain.AcknowledgeAsync(position);

    /// <summary>What the user has not read, by conversation; without the messages.</summary>
    public Task<IReadOnlyList<ConversationUnread>> GetUnreadAsync() => grain.GetUnreadAsync(messages: 0);

    public Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages) => grain.SendAsync(messages);

    public Task<MessagePage> ReadAsync(HistoryQuery query) => grain.ReadInboxAsync(query);

    public Task<AttachResult> AttachAsync(GatewayRoute route, LogPosition? from, IReadOnlyList<IDeliveryTarget> audience)
    {
        var subscribers = new Subscriber[audience.Count];
        var connections = new UserConnection[audience.Count];
        for (var i = 0; i < connections.Length; i++)
        {
            connections[i] = audience[i].Connection;
            subscribers[i] = new Subscriber(audience[i].SessionId, audience[i].UserId);
        }

        return grain.AttachAsync(new AttachRequest(route, from, subscribers), connections);
    }

    /// <summary>Registers a connection, and with it the route.</summary>
    public Task<ConnectResult> ConnectAsync(GatewayRoute route, IDeliveryTarget target) =>
        grain.ConnectAsync(new ConnectRequest(target.Connection, route));

    public Task LeaveAsync(GatewayAddress gateway, string sessionId) => grain.DisconnectAsync(gateway, sessionId);

    public Task DetachAsync(GatewayAddress gateway) => Task.CompletedTask;
}
