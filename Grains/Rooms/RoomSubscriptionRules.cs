using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Rooms;

namespace Orleans.Realtime.Grains.Rooms;

/// <summary>What a subscription must be like.</summary>
internal static class RoomSubscriptionRules
{
    /// <summary>Refuses what is out of range.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.BadRequest"/>.</exception>
    public static void Check(RoomSubscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        if (subscription.SubscriberId is not { Length: > 0 and <= RoomSubscription.MaxIdLength })
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, $"A subscriber's id has 1 to {RoomSubscription.MaxIdLength} characters.");
        }

        if (subscription.Observer is null)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, "A subscription needs an observer.");
        }

        if (subscription.From is { Seq: < 0 })
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, "A position must not be negative.");
        }
    }
}
