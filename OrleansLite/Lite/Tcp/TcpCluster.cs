using System.Net;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Lite.Hosting;
using Orleans.Lite.Membership;
using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Lite.Tcp;

/// <summary>One node's part of a cluster of several processes: its connections, and what it makes of their loss.</summary>
internal sealed partial class TcpCluster : ICluster, IAsyncDisposable
{
    private static readonly TimeSpan PatienceForSilos = TimeSpan.FromSeconds(25);

    private readonly TcpTransport _transport;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private Node? _node;

    public TcpCluster(TcpTransport transport, IMembership membership, TimeProvider clock, ILogger logger)
    {
        _transport = transport;
        _clock = clock;
        _logger = logger;
        Membership = membership;
        transport.Neighbours = () => _node is { } node ? node.View.Members.Select(member => member.Address).Where(address => !address.Equals(node.Address)) : [];
        transport.PeerLost += OnPeerLost;
    }

    public event Action? Paused
    {
        add => _transport.Paused += value;
        remove => _transport.Paused -= value;
    }

    public IMessageTransport Transport => _transport;

    public IMembership Membership { get; }

    public SiloAddress Bind(EndpointOptions endpoint, int generation)
    {
        var advertised = endpoint.AdvertisedIPAddress ?? IPAddress.Loopback;
        var port = _transport.Listen(endpoint.SiloListeningEndpoint ?? new(advertised, endpoint.SiloPort));
        return SiloAddress.New(advertised, port, generation);
    }

    /// <summary>Port and generation are drawn: clients on different machines do not know of each other.</summary>
    public SiloAddress NewClientAddress() => SiloAddress.New(IPAddress.Loopback, Random.Shared.Next(1, ushort.MaxValue), -Random.Shared.Next(1, int.MaxValue));

    public async Task StartAsync(Node node, CancellationToken cancellationToken)
    {
        _node = node;
        await Membership.StartAsync(cancellationToken);
        if (node.Grains is not null)
        {
            return;
        }

        for (var since = _clock.GetTimestamp(); !Membership.Current.HasActive; await Membership.RefreshAsync())
        {
            if (_clock.GetElapsedTime(since) > PatienceForSilos)
            {
                throw new SiloUnavailableException("Could not find any gateway. Orleans client cannot initialize.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), _clock, cancellationToken);
        }
    }

    public void Rename(SiloAddress address) => _transport.Rename(address);

    public ValueTask AbandonAsync(MemberEntry silo) => Membership.AbandonAsync();

    public async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        if (Membership is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private void OnPeerLost(SiloAddress peer, PeerLoss loss)
    {
        if (_node is not { } node || peer.IsClient || node.View.Members.All(member => !member.Address.Equals(peer)))
        {
            return;
        }

        if (loss == PeerLoss.Closed)
        {
            // Whether the silo is gone or only the connection, the next attempt tells.
            _transport.Probe(peer);
        }

        _ = ReportAsync(node, peer, loss);
    }

    private async Task ReportAsync(Node node, SiloAddress peer, PeerLoss loss)
    {
        try
        {
            if (loss == PeerLoss.Closed || node.Grains is null)
            {
                await Membership.RefreshAsync();
                return;
            }

            LogDeclaredDead(_logger, peer, loss);
            await Membership.DeclareDeadAsync(node.Address, peer);
        }
        catch (Exception error)
        {
            LogNotReported(_logger, error, peer);
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "Silo {Peer} counts as dead ({Loss})", EventName = "SiloDeclaredDead")]
    private static partial void LogDeclaredDead(ILogger logger, SiloAddress peer, PeerLoss loss);

    [LoggerMessage(41, LogLevel.Warning, "The loss of silo {Peer} could not be reported", EventName = "LossNotReported")]
    private static partial void LogNotReported(ILogger logger, Exception exception, SiloAddress peer);
}
