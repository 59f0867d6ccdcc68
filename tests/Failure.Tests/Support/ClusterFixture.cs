using Orleans.Realtime.Cluster.Harness.Processes;

namespace Orleans.Realtime.Failure.Tests.Support;

/// <summary>One cluster of two silos and two gateways for many rows: each leaves it whole again, and one that could not gives the next a new cluster.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    // Retention is another matter: a burst that a slow machine holds up must not be forgotten before it is delivered.
    private static readonly LocalClusterOptions Options = new() { Arguments = ["--Rooms:MaxMessages=100000", "--Streams:MaxLength=100000"] };

    private LocalCluster? _cluster;

    /// <summary>The cluster, with everything running.</summary>
    public async Task<LocalCluster> GetAsync()
    {
        if (_cluster is null)
        {
            _cluster = await LocalCluster.StartAsync(Options);
        }

        foreach (var node in Nodes(_cluster).Where(node => !node.IsRunning))
        {
            await _cluster.RestartAsync(node);
        }

        return _cluster;
    }

    /// <summary>The cluster is not what it was: the next row gets a new one.</summary>
    public async Task DiscardAsync()
    {
        if (_cluster is { } cluster)
        {
            _cluster = null;
            await cluster.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => DiscardAsync();

    private static IEnumerable<ClusterNode> Nodes(LocalCluster cluster) => [cluster.Redis, .. cluster.Silos, .. cluster.Gateways];
}
