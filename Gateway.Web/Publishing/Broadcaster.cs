using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <inheritdoc cref="IBroadcaster"/>
internal sealed partial class Broadcaster(
    LiveGateways gateways,
    GatewayLanes lanes,
    GatewayStatistics statistics,
    TimeProvider time,
    IOptions<PublishingOptions> options,
    ILogger<Broadcaster> logger) : IBroadcaster
{
    private readonly ILogger _logger = logger;
    private readonly RecentBroadcasts _recent = new(time);

    /// <inheritdoc />
    public Task<BroadcastResult> BroadcastAsync(Message message, CancellationToken cancellationToken) =>
        message.ClientId is { } clientId
            ? _recent.GetOrAdd((message.SenderId, clientId), () => SendOnceAsync(message)).WaitAsync(cancellationToken)
            : SendToAllAsync(message, cancellationToken);

    private async Task<BroadcastResult> SendOnceAsync(Message message)
    {
        // A lock is held: no call is made under it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await SendToAllAsync(message, CancellationToken.None);
    }

    private async Task<BroadcastResult> SendToAllAsync(Message message, CancellationToken cancellationToken)
    {
        using var span = RealtimeTraces.IsListening ? ReceiveTrace.Start(ref message, nameof(MessageKind.Broadcast)) : null;
        var targets = await FindGatewaysAsync();
        var counts = await Task.WhenAll(targets.Select(gateway => SendAsync(gateway, message, cancellationToken)));
        var reached = counts.Count(count => count >= 0);
        statistics.Broadcasted(reached > 0);
        return new BroadcastResult(reached, counts.Where(count => count > 0).Sum());
    }

    private async Task<int> SendAsync(IGatewayObserver gateway, Message message, CancellationToken cancellationToken)
    {
        try
        {
            return await gateway.BroadcastAsync(message).WaitAsync(options.Value.BroadcastTimeout, time, cancellationToken);
        }
        catch (Exception e) when (TransientFault.Matches(e))
        {
            LogGatewayMissed(e);
            return -1;
        }
    }

    private async Task<IReadOnlyList<IGatewayObserver>> FindGatewaysAsync()
    {
        var leases = await gateways.ListAsync(options.Value.GatewayListAge);
        var found = leases.Select(lease => lease.ControlLane).ToList();
        if (!leases.Any(lease => lease.Address == lanes.Address))
        {
            // Its own lease may be late; its own connections are reached all the same.
            found.Add(lanes.ControlLane);
        }

        return found;
    }
}
