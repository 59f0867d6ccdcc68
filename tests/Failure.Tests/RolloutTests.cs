using Orleans.Realtime.Cluster.Harness.History;
using Orleans.Realtime.Failure.Tests.Support;
using Xunit.Abstractions;

namespace Orleans.Realtime.Failure.Tests;

/// <summary>Clusters that grow, and that are renewed one process after the other.</summary>
[Collection(ClusterGroup.Name)]
public sealed class RolloutTests(ClusterFixture fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task Cluster_GrowsByASiloAndAGateway_NobodyNotices()
    {
        var report = await FailureRow.RunAsync(fixture, output, new WorkloadOptions(), TimeSpan.FromSeconds(2), async row =>
        {
            await row.Cluster.AddSiloAsync();
            await row.TrafficFlowsAsync();
            var gateway = await row.Cluster.AddGatewayAsync();
            row.Workload.AddGateway(gateway.Url!);
            await FailureRow.EventuallyAsync(async () => await Api.GatewaysAsync(gateway) == 3, FailureRow.Patience);
        });
        await fixture.DiscardAsync();

        report.Gaps.ShouldBe(0);
        report.Reconnects.ShouldBe(0);
    }

    [Fact]
    public async Task Processes_AreRenewedOneByOne_SilosThenGateways()
    {
        var report = await FailureRow.RunAsync(fixture, output, new WorkloadOptions(), TimeSpan.FromSeconds(2), async row =>
        {
            foreach (var node in row.Cluster.Silos.Concat(row.Cluster.Gateways))
            {
                await row.Cluster.RestartAsync(node);
                await row.TrafficFlowsAsync();
            }
        });

        report.Gaps.ShouldBe(0);
        report.SessionsLost.ShouldBe(0);
    }
}
