using Orleans.Concurrency;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Rooms;

/// <summary>
/// Owns one room's log and the routes to the gateways that have an audience for it, and to the services that listen. Key: <see cref="LogId.ToString"/> of the
/// room's log, <c>room/{room_id}</c>.
/// </summary>
[Alias("realtime.room")]
public interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>
    /// Appends messages in the order given and delivers them. One receipt for each, in the same order. Group commit: calls that
    /// wait at the same time share one append. <see cref="Messaging.Message.Seq"/> and <see cref="Messaging.Message.CreatedAtUnixMs"/> of the
    /// arguments are ignored. Safe to repeat with the same messages.
    /// </summary>
    [AlwaysInterleave]
    [Alias("publish")]
    Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages);

    /// <summary>Starts, or confirms, delivery to a gateway.</summary>
    [AlwaysInterleave]
    [Alias("attach")]
    Task<AttachResult> AttachAsync(AttachRequest request);

    /// <summary>Ends delivery to a gateway.</summary>
    [AlwaysInterleave]
    [Alias("detach")]
    Task DetachAsync(GatewayAddress gateway);

    /// <summary>Adds a connection to the audience of a gateway that is attached already.</summary>
    [AlwaysInterleave]
    [Alias("join")]
    Task<AttachResult> JoinAsync(GatewayAddress gateway, Subscriber subscriber);

    /// <summary>Removes a connection from a gateway's audience.</summary>
    [AlwaysInterleave]
    [Alias("leave")]
    Task LeaveAsync(GatewayAddress gateway, string sessionId);

    /// <summary>
    /// Starts, or renews, delivery to a service. Called again before the answer's lease ends it does not disturb what is delivered;
    /// where the room has moved meanwhile, it begins anew behind the position stated. <see cref="RoomListener"/> does all of that.
    /// </summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.BadRequest"/>: a field is out of range;
    /// <see cref="RealtimeErrorCode.Conflict"/>: as many services listen as <c>Rooms:MaxSubscribers</c> allows.</exception>
    [AlwaysInterleave]
    [Alias("subscribe")]
    Task<RoomSubscribed> SubscribeAsync(RoomSubscription subscription);

    /// <summary>Ends delivery to a service. Nothing happens when there was none.</summary>
    [AlwaysInterleave]
    [Alias("unsubscribe")]
    Task UnsubscribeAsync(string subscriberId);

    /// <summary>Reads one page of the log.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.BadRequest"/>: the limit or a bound is out of range.</exception>
    [AlwaysInterleave]
    [Alias("history")]
    Task<MessagePage> GetHistoryAsync(HistoryQuery query);

    /// <summary>Who listens, and where.</summary>
    [AlwaysInterleave]
    [Alias("status")]
    Task<RoomStatus> GetStatusAsync();

    /// <summary>The room for somebody who looks into it, with so many of its connections, 0 to <see cref="RoomDescription.MaxConnections"/>.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.BadRequest"/>: the number is out of range.</exception>
    [AlwaysInterleave]
    [Alias("describe")]
    Task<RoomDescription> DescribeAsync(int connections);
}
