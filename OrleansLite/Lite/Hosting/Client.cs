using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Lite.InProcess;
using Orleans.Lite.Membership;
using Orleans.Lite.Messaging;
using Orleans.Lite.References;
using Orleans.Runtime;

namespace Orleans.Lite.Hosting;

/// <summary>A client: a node without grains.</summary>
internal sealed class Client : IDisposable
{
    private readonly IMembership _membership;

    public Client(InProcessCluster cluster, IOptions<ClientMessagingOptions> options, TimeProvider clock, ILoggerFactory loggers)
    {
        _membership = cluster.Membership;
        var address = SiloAddress.New(IPAddress.Loopback, 0, -Generations.Next());
        Node = new(address, cluster.Transport, _membership, NodeOptions.From(options.Value), clock, loggers.CreateLogger("Orleans.Client"));
        References = new(Node, ownManifest: null);
    }

    public Node Node { get; }

    public ReferenceFactory References { get; }

    /// <summary>Connects.</summary>
    /// <exception cref="SiloUnavailableException">There is no silo.</exception>
    public void Open()
    {
        if (!_membership.Current.HasActive)
        {
            throw new SiloUnavailableException("Could not find any gateway. Orleans client cannot initialize.");
        }

        Node.Open();
    }

    public void Dispose() => Node.Dispose();
}
