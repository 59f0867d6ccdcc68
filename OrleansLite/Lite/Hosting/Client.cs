using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Lite.Messaging;
using Orleans.Lite.References;
using Orleans.Runtime;

namespace Orleans.Lite.Hosting;

/// <summary>A client: a node without grains.</summary>
internal sealed class Client : IDisposable
{
    private readonly ICluster _cluster;

    public Client(ICluster cluster, IOptions<ClientMessagingOptions> options, TimeProvider clock, ILoggerFactory loggers)
    {
        _cluster = cluster;
        Node = new(cluster.NewClientAddress(), cluster.Transport, cluster.Membership, NodeOptions.From(options.Value), clock, loggers.CreateLogger("Orleans.Client"));
        References = new(Node, ownManifest: null);
        Node.References = References;
    }

    public Node Node { get; }

    public ReferenceFactory References { get; }

    /// <summary>Connects.</summary>
    /// <exception cref="SiloUnavailableException">There is no silo.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _cluster.StartAsync(Node, cancellationToken);
        Node.Open();
    }

    public void Dispose() => Node.Dispose();
}
