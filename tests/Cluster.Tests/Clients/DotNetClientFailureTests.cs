using Orleans.Realtime.Cluster.Harness.Processes;
using Xunit.Abstractions;

namespace Orleans.Realtime.Cluster.Tests.Clients;

/// <summary>The .NET client while the gateways that it is connected to are killed.</summary>
public sealed class DotNetClientFailureTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Acknowledged_IsNeitherLostDoubledNorReordered_WhenGatewaysAreKilled()
    {
        await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions { Silos = 1, Gateways = 2 });
        Uri[] sockets = [.. cluster.Gateways.Select(gateway => new UriBuilder(gateway.Url!) { Scheme = "ws", Path = "/ws" }.Uri)];
        await using var work = new ClientWorkload(sockets, "room");
        await work.StartAsync(readers: 3, writers: 3);
        await work.MoreAsync(100);
        foreach (var gateway in cluster.Gateways)
        {
            await cluster.KillAsync(gateway);
            await work.MoreAsync(100);
            await cluster.RestartAsync(gateway);
        }

        await work.MoreAsync(100);
        await work.CheckAsync();
        output.WriteLine(work.Figures);
    }
}
