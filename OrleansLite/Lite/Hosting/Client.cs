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
    private readonly IClientConnectionRetryFilter _retry;

    public Client(ICluster cluster, IOptions<ClientMessagingOptions> options, TimeProvider clock, ILoggerFactory loggers, IClientConnectionRetryFilter? retry = null)
    {
        _cluster = cluster;
        _retry = retry ?? new ClientConnectionRetryFilter(clock);
        Node = new(cluster.NewClientAddress(), cluster.Transport, cluster.Membership, NodeOptions.From(options.Value), clock, loggers.CreateLogger("Orleans.Client"));
        References = new(Node, ownManifest: null);
        Node.References = References;
    }

    public Node Node { get; }

    public ReferenceFactory References { get; }

    /// <summary>Connects, as often as the filter wants.</summary>
    /// <exception cref="SiloUnavailableException">There is no silo.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        while (!await TryOpenAsync(cancellationToken))
        {
            // The filter has waited.
        }

        Node.Open();
    }

    public void Dispose() => Node.Dispose();

    private async Task<bool> TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _cluster.StartAsync(Node, cancellationToken);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            if (!await _retry.ShouldRetryConnectionAttempt(error, cancellationToken))
            {
                throw;
            }

            return false;
        }
    }
}
