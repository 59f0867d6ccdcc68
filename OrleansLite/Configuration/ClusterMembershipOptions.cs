namespace Orleans.Configuration;

/// <summary>How silos notice each other's death.</summary>
public class ClusterMembershipOptions
{
    /// <summary>Time between probes; default 5 s.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Missed probes until suspicion; default 3.</summary>
    public int NumMissedProbesLimit { get; set; } = 3;

    /// <summary>Votes until a silo is dead; default 2.</summary>
    public int NumVotesForDeathDeclaration { get; set; } = 2;

    /// <summary>Time between reads of the membership table; default 60 s.</summary>
    public TimeSpan TableRefreshTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between signs of life in the table; default 30 s.</summary>
    public TimeSpan IAmAliveTablePublishTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
