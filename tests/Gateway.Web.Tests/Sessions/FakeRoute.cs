using System.Collections.Immutable;
using Orleans.Realtime.Gateway.Web.Tests.Delivery;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>
/// The one route of a fake grain: delivers what the gateway does not hold, at once. A grain has one thread, and sends a gateway one batch at a time; the test
/// and the gateway call here from several, so that the route keeps to that by itself.
/// </summary>
internal sealed class FakeRoute(FakeLog log)
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _pumping = new(1);
    private IGatewayObserver? _lane;
    private ImmutableHashSet<string> _members = [];
    private long _position;
    private string? _epoch;
    private int _attachments;

    public IReadOnlyCollection<string> Members
    {
        get
        {
            lock (_gate)
            {
                return _members;
            }
        }
    }

    public bool Attached
    {
        get
        {
            lock (_gate)
            {
                return _lane is not null;
            }
        }
    }

    /// <summary>Begins anew, with these connections and no other.</summary>
    public void Attach(GatewayRoute route, LogPosition? from, IEnumerable<string> members)
    {
        lock (_gate)
        {
            _members = [.. members];
            AttachLocked(route, from);
        }
    }

    /// <summary>A connection comes, and the route with it if there is none.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Join(string sessionId, GatewayRoute? route = null)
    {
        lock (_gate)
        {
            _members = _members.Add(sessionId);
            var attached = _lane is not null;
            if (!attached && route is not null)
            {
                AttachLocked(route, from: null);
            }

            return attached;
        }
    }

    /// <summary>A connection goes.</summary>
    /// <param name="sessionId">Which.</param>
    /// <param name="detachAfterLast">Whether the route goes with the last.</param>
    public void Leave(string sessionId, bool detachAfterLast = false)
    {
        lock (_gate)
        {
            if (_members.Contains(sessionId))
            {
                _members = _members.Remove(sessionId);
                _lane = detachAfterLast && _members.IsEmpty ? null : _lane;
            }
        }
    }

    public void Detach()
    {
        lock (_gate)
        {
            _lane = null;
        }
    }

    public async Task PumpAsync()
    {
        await _pumping.WaitAsync();
        try
        {
            while (TryTake(out var lane, out var batch, out var attachment))
            {
                Take(await lane.DeliverAsync(batch), attachment);
            }
        }
        finally
        {
            _pumping.Release();
        }
    }

    private void AttachLocked(GatewayRoute route, LogPosition? from)
    {
        _attachments++;
        _lane = route.Lane;
        _position = from?.Seq ?? log.LastSeq;
        _epoch = from?.Epoch ?? log.Epoch;
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IGatewayObserver? lane, out DeliveryBatch batch, out int attachment)
    {
        lock (_gate)
        {
            (lane, attachment) = (_lane, _attachments);
            batch = log.BatchAfter(_position, _epoch, most: 10);
            return lane is not null && (batch.Messages.Count > 0 || batch.Gap);
        }
    }

    /// <summary>What the gateway holds now; of no account if it attached again meanwhile, for it said then what it held.</summary>
    private void Take(DeliveryAck ack, int attachment)
    {
        lock (_gate)
        {
            if (attachment != _attachments)
            {
                return;
            }

            _lane = ack.Attached ? _lane : null;
            (_position, _epoch) = (ack.Seq, log.Epoch);
        }
    }
}
