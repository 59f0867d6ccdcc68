namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Where a subscription gets its next message from.</summary>
internal enum SubscriptionState : byte
{
    /// <summary>Nowhere yet: the owner has not answered, or the replay is held back.</summary>
    Pending = 0,

    /// <summary>From the log's history.</summary>
    CatchingUp = 1,

    /// <summary>From the deliveries.</summary>
    Live = 2,

    /// <summary>Nowhere any more.</summary>
    Ended = 3,
}
