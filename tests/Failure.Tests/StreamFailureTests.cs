using System.Globalization;
using Orleans.Realtime.Cluster.Harness.Processes;
using Orleans.Realtime.Cluster.Harness.Streams;
using Orleans.Realtime.Failure.Tests.Support;
using Xunit.Abstractions;

namespace Orleans.Realtime.Failure.Tests;

/// <summary>Streams while silos, gateways and Redis die: publishers repeat under their ids, subscribers and consumers go to another gateway.</summary>
[Collection(ClusterGroup.Name)]
public sealed class StreamFailureTests(ClusterFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Silos_AreKilledInTurn_NothingIsLostOrDoubled()
    {
        var report = await RunAsync(async (cluster, workload) =>
        {
            foreach (var silo in cluster.Silos)
            {
                await cluster.KillAsync(silo);
                await TrafficFlowsAsync(workload);
                await cluster.RestartAsync(silo);
            }
        });

        report.NotReceived.ShouldBe(0);
        report.Reconnects.ShouldBe(0, "sockets are the gateways' matter");
    }

    [Fact]
    public async Task Gateways_AreKilledInTurn_NothingIsLostOrDoubled()
    {
        var report = await RunAsync(async (cluster, workload) =>
        {
            foreach (var gateway in cluster.Gateways)
            {
                await cluster.KillAsync(gateway);
                await TrafficFlowsAsync(workload);
                await cluster.RestartAsync(gateway);
            }
        });

        report.Reconnects.ShouldBePositive();
    }

    [Fact]
    public async Task Gateway_IsToldToEnd_ItsConsumersLeaveNothingBehind()
    {
        var report = await RunAsync(async (cluster, workload) =>
        {
            await cluster.TerminateAsync(cluster.Gateways[0]);
            await TrafficFlowsAsync(workload);
            await cluster.RestartAsync(cluster.Gateways[0]);
        });

        report.NotReceived.ShouldBe(0, "what was taken before the end was delivered");
    }

    [Fact]
    public async Task Redis_IsKilledAndComesBack_SubscribersStay()
    {
        var report = await RunAsync(async (cluster, _) =>
        {
            await cluster.KillAsync(cluster.Redis);
            await Task.Delay(Outage);
            await cluster.RestartRedisAsync();
        });

        report.Reconnects.ShouldBe(0, "live sockets stay open");
        report.Refused.ShouldBePositive();
        report.NotReceived.ShouldBe(0);
    }

    private static async Task TrafficFlowsAsync(StreamWorkload workload)
    {
        var (acknowledged, delivered, consumed) = (workload.Acknowledged + 100, workload.Delivered + 100, workload.Consumed + 100);
        await FailureRow.EventuallyAsync(() => Task.FromResult(workload.Acknowledged >= acknowledged && workload.Delivered >= delivered && workload.Consumed >= consumed), FailureRow.Patience);
    }

    private async Task<StreamReport> RunAsync(Func<LocalCluster, StreamWorkload, Task> fault)
    {
        var cluster = await fixture.GetAsync();
        try
        {
            await using var workload = await StreamWorkload.StartAsync([.. cluster.Gateways.Select(gateway => gateway.Url!)]);
            await TrafficFlowsAsync(workload);
            await fault(cluster, workload);
            await TrafficFlowsAsync(workload);
            var report = await workload.StopAndCheckAsync();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"acknowledged {report.Acknowledged}, entries {report.Entries}, delivered {report.Delivered}, refused {report.Refused}, reconnects {report.Reconnects}, on the wire when a gateway died {report.NotReceived}, longest stall of a writer {report.LongestStall.TotalSeconds:0.00} s"));
            report.Violations.ShouldBeEmpty();
            report.Gaps.ShouldBe(0);
            return report;
        }
        catch (Exception failure)
        {
            output.WriteLine(cluster.Describe());
            await fixture.DiscardAsync();
            throw new InvalidOperationException("The row failed: " + failure.Message, failure);
        }
    }
}
