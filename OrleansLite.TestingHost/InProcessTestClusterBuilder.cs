using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.TestingHost;

/// <summary>Builds clusters of several silos and a client in one process.</summary>
public sealed class InProcessTestClusterBuilder
{
    /// <summary>Two silos.</summary>
    public InProcessTestClusterBuilder()
        : this(2)
    {
    }

    /// <summary>So many silos.</summary>
    public InProcessTestClusterBuilder(short initialSilosCount) => Options = new()
    {
        InitialSilosCount = initialSilosCount,
        ClusterId = $"testcluster-{Guid.NewGuid():N}",
        ServiceId = Guid.NewGuid().ToString("N"),
        InitializeClientOnDeploy = true,
    };

    /// <summary>The options built so far.</summary>
    public InProcessTestClusterOptions Options { get; }

    /// <summary>Configures the hosts of silos and client.</summary>
    public InProcessTestClusterBuilder ConfigureHost(Action<IHostApplicationBuilder> configureDelegate)
    {
        Options.SiloHostConfigurationDelegates.Add((_, builder) => configureDelegate(builder));
        Options.ClientHostConfigurationDelegates.Add(configureDelegate);
        return this;
    }

    /// <summary>Configures the silos.</summary>
    public InProcessTestClusterBuilder ConfigureSilo(Action<InProcessTestSiloSpecificOptions, ISiloBuilder> configureSiloDelegate)
    {
        Options.SiloHostConfigurationDelegates.Add((options, builder) => builder.UseOrleans(silo => configureSiloDelegate(options, silo)));
        return this;
    }

    /// <summary>Configures the silos' hosts.</summary>
    public InProcessTestClusterBuilder ConfigureSiloHost(Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder> configureSiloHostDelegate)
    {
        Options.SiloHostConfigurationDelegates.Add(configureSiloHostDelegate);
        return this;
    }

    /// <summary>Configures the client.</summary>
    public InProcessTestClusterBuilder ConfigureClient(Action<IClientBuilder> configureClientDelegate)
    {
        Options.ClientHostConfigurationDelegates.Add(builder => builder.UseOrleansClient(configureClientDelegate));
        return this;
    }

    /// <summary>Configures the client's host.</summary>
    public InProcessTestClusterBuilder ConfigureClientHost(Action<IHostApplicationBuilder> configureHostDelegate)
    {
        Options.ClientHostConfigurationDelegates.Add(configureHostDelegate);
        return this;
    }

    /// <summary>Builds the cluster; <see cref="InProcessTestCluster.DeployAsync"/> starts it.</summary>
    public InProcessTestCluster Build() => new(Options);
}
