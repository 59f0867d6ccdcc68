namespace Orleans.Realtime.Cluster.Harness.Processes;

/// <summary>What <see cref="LocalCluster.StartAsync"/> starts.</summary>
public sealed class LocalClusterOptions
{
    /// <summary>How many silos. Default 2.</summary>
    public int Silos { get; init; } = 2;

    /// <summary>How many gateways. Default 2.</summary>
    public int Gateways { get; init; } = 2;

    /// <summary>Further arguments for silos and gateways, such as <c>--Sessions:ResumeWindow=00:00:30</c>. Default none.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How long the first start may take; it builds what is not built yet. Default 5 minutes.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a process may take to be up when it is started later, and to be gone when it was told to end. Default 1 minute.</summary>
    public TimeSpan NodeTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
