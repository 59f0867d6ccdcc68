namespace Orleans.Realtime.Cluster.Harness.Processes;

/// <summary>What a process of a cluster is.</summary>
public enum NodeRole
{
    /// <summary>The redis-server that silos and gateways share.</summary>
    Redis,

    /// <summary>Hosts grains.</summary>
    Silo,

    /// <summary>Hosts sockets and the HTTP API.</summary>
    Gateway,

    /// <summary>A service that calls the grains: one of <c>samples</c>, started by the argument <c>--sample</c>.</summary>
    Sample,
}
