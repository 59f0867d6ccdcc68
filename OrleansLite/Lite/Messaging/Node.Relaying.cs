using Orleans.Lite.Observers;
using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>Calls from one client to an observer of another. Clients have connections to silos only: any silo passes such a call on, and its answer back.</summary>
internal sealed partial class Node
{
    /// <summary>Whether this is a client, and the node to be reached is another one.</summary>
    private bool IsBehindASilo(SiloAddress? to) => Grains is null && to is { IsClient: true } && !to.Equals(Address);

    private bool IsForAnotherClient(RequestMessage request) =>
        Grains is not null && ObserverId.IsObserver(request.Target) && !Observers.Contains(request.Target) && ObserverId.NodeOf(request.Target.Key).IsClient;

    private void Relay(RequestMessage request)
    {
        var home = ObserverId.NodeOf(request.Target.Key);
        var id = request.Id == 0 ? 0 : Interlocked.Increment(ref _lastId);
        var message = new RequestMessage(id, Address, request.Target, anySilo: false, request.Body, request.Context);
        if (id == 0)
        {
            Route(message, call: null, home);
            return;
        }

        var call = new RelayedCall(this, request, message, After(TimeoutOf(request.Body.Method)));
        _pending.Add(call);
        Route(message, call, home);
    }
}
