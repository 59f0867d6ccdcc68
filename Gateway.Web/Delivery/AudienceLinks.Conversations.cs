using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Conversations know gateways: the first connection here attaches, those after it cost no call, and leaving costs none.</summary>
internal sealed partial class AudienceLinks
{
    /// <summary>Makes sure that a conversation, to whose audience the subscription was added, is delivered to this gateway.</summary>
    /// <returns>A position that the log reached: its newest, or, where it was delivered already, the one held here.</returns>
    /// <exception cref="OperationCanceledException">The subscription ended meanwhile.</exception>
    public async ValueTask<LogPosition> ListenAsync(Subscription subscription)
    {
        var audience = subscription.Audience;
        while (subscription.State != SubscriptionState.Ended)
        {
            if (audience.TryGetHeld(out var held))
            {
                return held;
            }

            if (audience.TryBeginAttach(whenAttached: false, out var from, out var targets))
            {
                var result = await AttachAsync(audience, from, targets);
                return new LogPosition(result.LastSeq, result.Epoch);
            }

            await AfterTransitionAsync(audience);
        }

        throw new OperationCanceledException("The subscription is over.");
    }

    /// <summary>A connection leaves a conversation, or is removed from it. False when it had left before.</summary>
    public bool Leave(Subscription subscription)
    {
        var audience = subscription.Audience;
        var first = audience.TryEnd(subscription, out var left);
        if (left == 0)
        {
            Linger(audience);
        }

        return first;
    }
}
