using Orleans.Realtime.Cluster.Harness.History;
using Orleans.Realtime.Failure.Tests.Support;
using Xunit.Abstractions;

namespace Orleans.Realtime.Failure.Tests;

/// <summary>Silos that die, leave, freeze and come.</summary>
[Collection(ClusterGroup.Name)]
public sealed class SiloFailureTests(ClusterFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan LongerThanAnyLease = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Silo_IsKilled_ItsGrainsAnswerElsewhere()
    {
        var report = await FailureRow.RunAsync(fixture, output, new WorkloadOptions(), TimeSpan.FromSeconds(5), async row =>
        {
            await row.Cluster.KillAsync(row.Cluster.Silos[0]);
            await row.TrafficFlowsAsync();
            await row.Cluster.RestartAsync(row.Cluster.Silos[0]);
        });

        report.Gaps.ShouldBe(0);
        report.Reconnects.ShouldBe(0, "sockets are the gateways' matter");
    }

    [Fact]
    public async Task Silo_IsKilledWithManyPublishesInFlight_NoneIsLostOrDoubled()
    {
        // To rooms only: an inbox keeps far fewer messages than such a burst has.
        var bursts = new WorkloadOptions { Readers = 0, Writers = 8, EventSenders = 0, Window = 200, BurstEvery = 4, Pause = TimeSpan.FromMilliseconds(100) };
        var report = await FailureRow.RunAsync(fixture, output, bursts, TimeSpan.FromSeconds(5), async row =>
        {
            await row.Cluster.KillAsync(row.Cluster.Silos[1]);
            await row.TrafficFlowsAsync();
            await row.Cluster.RestartAsync(row.Cluster.Silos[1]);
        });

        report.Gaps.ShouldBe(0);
    }

    [Fact]
    public async Task Silo_IsToldToEnd_HandsItsGrainsOver()
    {
        var took = TimeSpan.Zero;
        var report = await FailureRow.RunAsync(fixture, output, new WorkloadOptions(), TimeSpan.FromSeconds(2), async row =>
        {
            took = await row.Cluster.TerminateAsync(row.Cluster.Silos[0]);
            await row.TrafficFlowsAsync();
            await row.Cluster.RestartAsync(row.Cluster.Silos[0]);
        });

        output.WriteLine($"ended in {took.TotalSeconds:0.0} s");
        took.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        report.Gaps.ShouldBe(0);
        report.Reconnects.ShouldBe(0);
    }

    [Fact]
    public async Task Silo_FreezesAndThaws_ItsOldActivationsMayNotWrite()
    {
        var report = await FailureRow.RunAsync(fixture, output, new WorkloadOptions(), TimeSpan.FromSeconds(10), async row =>
        {
            await row.Cluster.PauseAsync(row.Cluster.Silos[0]);
            await Task.Delay(LongerThanAnyLease);
            await row.Cluster.ResumeAsync(row.Cluster.Silos[0]);
        });

        report.Gaps.ShouldBe(0);
        report.Reconnects.ShouldBe(0);
    }
}
