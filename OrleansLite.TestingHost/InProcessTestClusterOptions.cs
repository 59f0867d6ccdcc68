using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

/// <summary>What a test cluster is made of.</summary>
public sealed class InProcessTestClusterOptions
{
    /// <summary>The cluster's identity.</summary>
    public string ClusterId { get; set; } = null!;

    /// <summary>The service's identity.</summary>
    public string ServiceId { get; set; } = null!;

    /// <summary>Whether deploying starts a client too; default true.</summary>
    public bool InitializeClientOnDeploy { get; set; }

    /// <summary>Silos to begin with.</summary>
    public short InitialSilosCount { get; set; }

    /// <summary>Kept for source compatibility: Lite writes no log file.</summary>
    public bool ConfigureFileLogging { get; set; } = true;

    /// <summary>What is done to each silo's host.</summary>
    public List<Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder>> SiloHostConfigurationDelegates { get; } = [];

    /// <summary>What is done to the client's host.</summary>
    public List<Action<IHostApplicationBuilder>> ClientHostConfigurationDelegates { get; } = [];
}
