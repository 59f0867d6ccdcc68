using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// The references by which grains reach this gateway. Several, because one observer handles one call at a time; a log always
/// has the same. Orleans holds the objects behind the references weakly: they are kept here.
/// </summary>
internal sealed class GatewayLanes
{
    private readonly GatewayLane[] _observers;
    private readonly Lazy<GatewayRoute[]> _routes;

    public GatewayLanes(
        IGrainFactory grains,
        LaneReceiver receiver,
        IOptions<DeliveryOptions> delivery,
        IOptions<GatewayOptions> gateway)
    {
        var instance = gateway.Value.InstanceId ?? $"{Environment.MachineName}-{Random.Shared.GetHexString(4, lowercase: true)}";
        Address = new GatewayAddress(instance, Random.Shared.GetHexString(16, lowercase: true));
        _observers = new GatewayLane[delivery.Value.Lanes];
        for (var i = 0; i < _observers.Length; i++)
        {
            _observers[i] = new GatewayLane(receiver);
        }

        // The references can only be made once the cluster client runs: at the first use, not here.
        _routes = new Lazy<GatewayRoute[]>(() => Array.ConvertAll(
            _observers, lane => new GatewayRoute(Address, grains.CreateObjectReference<IGatewayObserver>(lane))));
    }

    /// <summary>This life of this gateway.</summary>
    public GatewayAddress Address { get; }

    /// <summary>Where broadcasts and orders go.</summary>
    public IGatewayObserver ControlLane => _routes.Value[0].Lane;

    /// <summary>How a log's owner reaches this gateway.</summary>
    public GatewayRoute RouteOf(LogId log) => _routes.Value[(uint)log.GetHashCode() % (uint)_observers.Length];
}
