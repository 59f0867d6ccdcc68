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
    private readonly TcpTransport _transport;
    private readonly ILogger _logger;
    private Node? _node;

    public TcpCluster(TcpTransport transport, IMembership membership, ILogger logger)
    {
        _transport = transport;
        _logger = logger;
        Membership = membership;
        transport.Neighbours = () => _node is { } node ? Neighbours(node) : [];
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
        return SiloAddress.New(advertised, endpoint.SiloPort == 0 ? port : endpoint.SiloPort, generation);
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

        await Membership.RefreshAsync();
        if (!Membership.Current.HasActive)
        {
            throw new SiloUnavailableException("Could not find any gateway. Orleans client cannot initialize.");
        }
    }

    public double ShareHeard()
    {
        if (_node is not { } node)
        {
            return 1;
        }

        var others = Neighbours(node).ToList();
        return (others.Count(_transport.Hears) + 1) / (others.Count + 1.0);
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

    private static IEnumerable<SiloAddress> Neighbours(Node node) => node.View.Members.Select(member => member.Address).Where(address => !address.Equals(node.Address));

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

            if (loss == PeerLoss.Silent && ShareHeard() < 0.5)
            {
                // Of a cluster in two parts only one must go on declaring the other dead. Whoever is cut off here, the leases will tell.
                LogDoubted(_logger, peer);
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

    [LoggerMessage(42, LogLevel.Warning, "Silo {Peer} is silent, and so are most others: this silo may be the one that is cut off, and declares nobody dead", EventName = "LossDoubted")]
    private static partial void LogDoubted(ILogger logger, SiloAddress peer);

    [LoggerMessage(41, LogLevel.Warning, "The loss of silo {Peer} could not be reported", EventName = "LossNotReported")]
    private static partial void LogNotReported(ILogger logger, Exception exception, SiloAddress peer);
}
