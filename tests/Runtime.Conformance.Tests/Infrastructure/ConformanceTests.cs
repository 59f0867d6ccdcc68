namespace Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;

/// <summary>Tests that share one cluster of two silos.</summary>
public abstract class ConformanceTests(ConformanceCluster cluster) : IClassFixture<ConformanceCluster>
{
    protected ConformanceCluster Cluster { get; } = cluster;

    protected IClusterClient Client => Cluster.Client;

    protected Signals Signals => Cluster.Signals;

    protected static string NewKey() => ConformanceCluster.NewKey();
}
