using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>What conversations have beyond rooms: members, and signals to some of them.</summary>
internal sealed partial class Audience
{
    private const int MaxRemovals = 1_000;

    // By user. Only those count that are newer than lists on their way to connections that open.
    private Dictionary<string, long>? _removals;

    /// <summary>The connections at this moment.</summary>
    public IReadOnlyList<IDeliveryTarget> GetTargets()
    {
        lock (_gate)
        {
            return TargetsOf(Subscriptions);
        }
    }

    /// <summary>The users who listen, each once.</summary>
    public string[] GetUsers()
    {
        HashSet<string> users = new(StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (var subscription in Subscriptions)
            {
                users.Add(subscription.Target.UserId);
            }
        }

        return [.. users];
    }

    /// <summary>
    /// Tells the connections that a signal concerns. It is kept nowhere: who still catches up far behind, or whose queue has no room, goes without.
    /// </summary>
    /// <returns>How many got it.</returns>
    public int Hand(Signal signal, IFrameEncoder encoder)
    {
        var only = signal.Targets is null ? null : signal.Targets.ToHashSet(StringComparer.Ordinal);
        var frames = new FrameVariants(encoder, log, message: null, signal);
        List<IDeliveryTarget> reached = [];
        lock (_gate)
        {
            foreach (var subscription in Subscriptions)
            {
                var target = subscription.Target;
                var concerned = only?.Contains(target.UserId) ?? target.UserId != signal.UserId;
                if (concerned
                    && subscription.State != SubscriptionState.Ended
                    && target.IsGreeted
                    && target.SessionId != signal.ExceptSessionId
                    && target.HasRoom
                    && target.TryEnqueue(frames.For(target)))
                {
                    reached.Add(target);
                }
            }
        }

        foreach (var target in reached)
        {
            target.Flush();
        }

        return reached.Count;
    }

    /// <summary>
    /// Whether the membership on which a subscription rests was over where it begins: its connection opened with a list older than the entry, and no replay would
    /// come by it.
    /// </summary>
    public bool HasEnded(Subscription subscription, long from)
    {
        lock (_gate)
        {
            return _removals is not null
                && _removals.TryGetValue(subscription.Target.UserId, out var removed)
                && removed > subscription.JoinedSeq
                && removed <= from;
        }
    }

    // The lock is held, and the position still stands before the entry. Who catches up is given the frame too, though it is further in the log: it is the last one,
    // and what the replay would have brought before it is announced.
    private void EndMembership(Message entry, IFrameEncoder encoder, ref List<(Subscription Subscription, bool Told)>? ended)
    {
        if (entry is { Type: MemberActions.Removed, Reference.UserId: { } userId })
        {
            if (_removals?.Count >= MaxRemovals)
            {
                _removals.Clear();
            }

            (_removals ??= new(StringComparer.Ordinal))[userId] = entry.Seq;
        }

        foreach (var subscription in Subscriptions)
        {
            if (!subscription.IsEndedBy(entry, _epoch))
            {
                continue;
            }

            var told = subscription.State != SubscriptionState.Pending;
            if (subscription.State == SubscriptionState.CatchingUp)
            {
                var after = subscription.Epoch is null || subscription.Epoch == _epoch ? subscription.Seq : subscription.Floor;
                if (after < _position)
                {
                    subscription.Target.TryEnqueue(encoder.EncodeGap(log, subscription.Target.UserId, _epoch ?? string.Empty, after + 1, _position));
                }

                subscription.Target.TryEnqueue(encoder.Encode(log, entry));
            }

            End(subscription);
            (ended ??= []).Add((subscription, told));
        }
    }

    private static IDeliveryTarget[] TargetsOf(ReadOnlySpan<Subscription> subscriptions)
    {
        var targets = new IDeliveryTarget[subscriptions.Length];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = subscriptions[i].Target;
        }

        return targets;
    }
}
