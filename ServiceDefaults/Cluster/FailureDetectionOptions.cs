namespace Orleans.Realtime.ServiceDefaults.Cluster;

/// <summary>How soon processes of a cluster give each other up. Section <c>Cluster</c>; without effect in the embedded server, which is alone.</summary>
public sealed class FailureDetectionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>
    /// How long a silo may be silent until the others take it for dead, and a gateway fails its calls there. Nobody can tell a process that stands still from
    /// one that is gone: more than the longest pause of your machines, and the same for all silos and gateways. Time; default 2 s; 1 s to 15 s.
    /// </summary>
    public TimeSpan FailureDetection { get; set; } = TimeSpan.FromSeconds(2);
}
