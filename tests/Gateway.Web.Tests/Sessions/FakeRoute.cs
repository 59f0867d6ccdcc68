using Orleans.Realtime.Gateway.Web.Tests.Delivery;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>The one route of a fake grain: delivers what the gateway does not hold, at once.</summary>
internal sealed class FakeRoute(FakeLog log)
{
    private IGatewayObserver? _lane;
    private long _position;
    private string? _epoch;

    public HashSet<string> Members { get; } = [];

    public bool Attached => _lane is not null;

    public void Attach(GatewayRoute route, LogPosition? from)
    {
        _lane = route.Lane;
        _position = from?.Seq ?? log.LastSeq;
        _epoch = from?.Epoch ?? log.Epoch;
    }

    public void Detach() => _lane = null;

    public async Task PumpAsync()
    {
        while (_lane is { } lane)
        {
            var batch = log.BatchAfter(_position, _epoch, most: 10);
            if (batch.Messages.Count == 0 && !batch.Gap)
            {
                return;
            }

            var ack = await lane.DeliverAsync(batch);
            if (!ack.Attached)
            {
                _lane = null;
                return;
            }

            (_position, _epoch) = (ack.Seq, log.Epoch);
        }
    }
}
