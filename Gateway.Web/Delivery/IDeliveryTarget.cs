using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>One connection as deliveries see it. Nothing here blocks or throws.</summary>
internal interface IDeliveryTarget
{
    /// <summary>The session.</summary>
    string SessionId { get; }

    /// <summary>Whose.</summary>
    string UserId { get; }

    /// <summary>How the user's grain knows the connection.</summary>
    UserConnection Connection { get; }

    /// <summary>Whether the first frame was queued: signals may follow it, also before the logs begin.</summary>
    bool IsGreeted => true;

    /// <summary>Whether at most half of the outbound queue is taken: a replay goes on only then.</summary>
    bool HasRoom { get; }

    /// <summary>Queues a frame without waking the sender. False: the connection is closed, or this frame overflowed it and it closes now.</summary>
    bool TryEnqueue(OutboundFrame frame);

    /// <summary>Wakes the sender.</summary>
    void Flush();

    /// <summary>Waits until <see cref="HasRoom"/>. False when the connection is closed.</summary>
    ValueTask<bool> WaitForRoomAsync();

    /// <summary>Something was queued that should be confirmed soon, since it waits in the inbox until it is.</summary>
    /// <param name="now">At once instead of within a second.</param>
    void ConfirmSoon(bool now);

    /// <summary>A replay ended: the subscription is live, or over.</summary>
    void OnCaughtUp(Subscription subscription);

    /// <summary>The log says that the user is no member any more: the subscription is over.</summary>
    /// <param name="subscription">Which.</param>
    /// <param name="told">Whether the connection was given the frame that says so.</param>
    void OnRemoved(Subscription subscription, bool told);

    /// <summary>The user's conversations changed. Done when the connection hears what was added.</summary>
    Task OnConversationsChangedAsync(ConversationChange change);
}
