using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>The grain that owns a log: rooms, inboxes and conversations behind one face.</summary>
internal interface ILogOwner
{
    /// <summary>Appends messages; see the grains' contracts.</summary>
    Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages);

    /// <summary>Reads one page.</summary>
    Task<MessagePage> ReadAsync(HistoryQuery query);

    /// <summary>States which local connections listen, and from where delivery goes on.</summary>
    Task<AttachResult> AttachAsync(GatewayRoute route, LogPosition? from, IReadOnlyList<IDeliveryTarget> audience);

    /// <summary>Removes one connection.</summary>
    Task LeaveAsync(GatewayAddress gateway, string sessionId);

    /// <summary>Ends delivery to this gateway.</summary>
    Task DetachAsync(GatewayAddress gateway);
}
