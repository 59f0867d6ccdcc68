using System.Net.Sockets;
using Orleans.Realtime.Cluster.Harness.Processes;

namespace Orleans.Realtime.Failure.Tests;

/// <summary>The harness itself: processes start, die, come back and leave nothing behind.</summary>
public sealed class LocalClusterTests
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task Cluster_LosesAndRegainsProcesses()
    {
        List<ClusterNode> nodes;
        await using (var cluster = await LocalCluster.StartAsync(new LocalClusterOptions { Silos = 1, Gateways = 1 }))
        {
            var (silo, gateway) = (cluster.Silos.ShouldHaveSingleItem(), cluster.Gateways.ShouldHaveSingleItem());
            var (second, other) = (await cluster.AddSiloAsync(), await cluster.AddGatewayAsync());
            cluster.Silos.Select(node => node.InstanceId).ShouldBe(["silo-1", "silo-2"]);
            cluster.Gateways.Select(node => node.InstanceId).ShouldBe(["gw-1", "gw-2"]);
            other.Url.ShouldNotBe(gateway.Url);

            await cluster.KillAsync(gateway);
            gateway.IsRunning.ShouldBeFalse();
            await Should.ThrowAsync<HttpRequestException>(Http.GetAsync(new Uri(gateway.Url!, "/health")));
            await cluster.RestartAsync(gateway);
            (await Http.GetAsync(new Uri(gateway.Url!, "/ready"))).IsSuccessStatusCode.ShouldBeTrue();

            var took = await cluster.TerminateAsync(second);
            took.ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await cluster.RestartAsync(second);

            await cluster.PauseAsync(silo);
            await cluster.ResumeAsync(silo);
            await cluster.FlushRedisAsync();
            await cluster.KillAsync(cluster.Redis);
            await Should.ThrowAsync<SocketException>(cluster.FlushRedisAsync());
            await cluster.RestartRedisAsync();

            cluster.Describe().ShouldContain("--- silo-2 (process");
            nodes = [cluster.Redis, .. cluster.Silos, .. cluster.Gateways];
        }

        nodes.ShouldAllBe(node => !Directory.Exists($"/proc/{node.ProcessId}"));
        nodes.ShouldAllBe(node => !File.Exists(node.LogFile));
    }
}
