using Orleans.Realtime.Cluster.Harness.History;

namespace Orleans.Realtime.Cluster.Harness.Chaos;

/// <summary>What a <see cref="ChaosRun"/> does, and for how long.</summary>
public sealed class ChaosOptions
{
    /// <summary>Decides the faults, their order, victims and lengths, and the clients' pauses. What the machine does in between it cannot decide. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>How long faults are begun. Those under way are ended, and the check comes, behind it. Default 3 minutes.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Silos, at least 1. Default 3.</summary>
    public int Silos { get; set; } = 3;

    /// <summary>Gateways, at least 1. Default 2.</summary>
    public int Gateways { get; set; } = 2;

    /// <summary>Whether Redis may be emptied, which loses what it held: clients must then be told of gaps. Default false.</summary>
    public bool Emptying { get; set; }

    /// <summary>Longest time a process stands still or is away. Default 15 s.</summary>
    public TimeSpan LongestFault { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The load; its seed is the run's.</summary>
    public WorkloadOptions Load { get; set; } = new();

    /// <summary>Where the processes' output goes when the run fails; none keeps nothing. Default none.</summary>
    public string? KeepLogsIn { get; set; }

    /// <summary>Takes each line of the run's story. Default none.</summary>
    public Action<string> Say { get; set; } = _ => { };
}
