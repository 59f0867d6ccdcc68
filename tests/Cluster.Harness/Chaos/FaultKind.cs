namespace Orleans.Realtime.Cluster.Harness.Chaos;

/// <summary>What happens to a process.</summary>
public enum FaultKind
{
    /// <summary>kill -9, and a new start after a while.</summary>
    Kill,

    /// <summary>SIGTERM, its end, and a new start after a while.</summary>
    Terminate,

    /// <summary>SIGSTOP, and SIGCONT after a while.</summary>
    Pause,

    /// <summary>FLUSHALL; of Redis only.</summary>
    Empty,
}
