namespace Orleans.Realtime.Grains.Delivery;

/// <summary>Why a pump ended on its own. The closed set of values of the metric's tag.</summary>
internal enum RouteDropReason
{
    /// <summary>The gateway has no audience for the log any more, the service no use.</summary>
    NotAttached = 0,

    /// <summary>The lease of the gateway or of the subscription is gone.</summary>
    LeaseGone = 1,
}
