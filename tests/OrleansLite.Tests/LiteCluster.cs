using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.OrleansLite.Tests.Grains;
using Orleans.TestingHost;

namespace Orleans.Realtime.OrleansLite.Tests;

public sealed class LiteCluster : IAsyncLifetime
{
    public InProcessTestCluster Cluster { get; } = new InProcessTestClusterBuilder(2)
        .ConfigureSiloHost((_, host) => host.Services.AddSingleton<Meeting>())
        .Build();

    public IClusterClient Client => Cluster.Client;

    public Task InitializeAsync() => Cluster.DeployAsync();

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
