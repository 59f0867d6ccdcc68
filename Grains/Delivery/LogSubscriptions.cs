using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;

namespace Orleans.Realtime.Grains.Delivery;

/// <summary>
/// The services that one log is delivered to, beside its gateways. Soft state of the activation that owns the log, and never written:
/// every subscriber comes back with the position it holds. Runs on the activation's single thread.
/// </summary>
internal sealed class LogSubscriptions(DeliveryServices services, IDeliverySource source, ILogOwner owner) : IPumpOwner
{
    private List<SubscriberPump>? _pumps;

    public DeliveryServices Services { get; } = services;

    public IDeliverySource Source { get; } = source;

    public bool Any => _pumps is not null;

    public IReadOnlyList<SubscriberPump> All => _pumps ?? (IReadOnlyList<SubscriberPump>)[];

    public bool HaveEverything => _pumps?.TrueForAll(pump => pump.AckedSeq >= Source.LastSeq) != false;

    /// <summary>
    /// Renews a subscription, or begins it behind <paramref name="from"/> (none: behind the log's last). Another observer under the same
    /// id is another life of the subscriber and takes its place.
    /// </summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Conflict"/>: <paramref name="max"/> others are there.</exception>
    public SubscriberPump Subscribe(string subscriberId, IRoomObserver observer, LogPosition? from, TimeSpan lease, int max)
    {
        var known = Find(subscriberId);
        if (known is not null && known.Observer.Equals(observer))
        {
            known.Renew(lease);
            return known;
        }

        if (known is null && _pumps?.Count >= max)
        {
            throw new RealtimeException(RealtimeErrorCode.Conflict, $"{max} services listen here already; at most {max} can.");
        }

        var pump = new SubscriberPump(this, subscriberId, observer);
        known?.Close();
        _pumps = [.. All.Where(other => other != known), pump];
        if (known is null)
        {
            owner.OnRoutesChanged();
        }

        DeliveryBatch? none = null;
        pump.Start(from, lease);
        pump.Wake(ref none);
        return pump;
    }

    public void Unsubscribe(string subscriberId)
    {
        if (Find(subscriberId) is { } pump)
        {
            pump.Close();
            Forget(pump);
        }
    }

    /// <summary>The log has new entries. <paramref name="shared"/> is what other pumps of it just sent.</summary>
    public void Wake(ref DeliveryBatch? shared)
    {
        foreach (var pump in All)
        {
            pump.Wake(ref shared);
        }
    }

    /// <summary>Ends all deliveries.</summary>
    public void Close()
    {
        foreach (var pump in All)
        {
            pump.Close();
        }
    }

    /// <summary>Tells all subscribers that this activation no longer delivers to them.</summary>
    public void NotifyLost()
    {
        foreach (var pump in All)
        {
            pump.NotifyLost();
        }
    }

    void IPumpOwner.OnCaughtUp()
    {
        if (HaveEverything)
        {
            Source.OnCaughtUp();
        }
    }

    void IPumpOwner.OnDropped(LogPump pump) => Forget((SubscriberPump)pump);

    private SubscriberPump? Find(string subscriberId) => _pumps?.Find(pump => pump.SubscriberId == subscriberId);

    // The list is replaced, never changed: a pump that ends while all are woken does not disturb the others.
    private void Forget(SubscriberPump pump)
    {
        var left = All.Where(other => other != pump).ToList();
        _pumps = left.Count == 0 ? null : left;
        owner.OnRoutesChanged();
    }
}
