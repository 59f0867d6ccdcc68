using System.Diagnostics;
using System.Net.WebSockets;
using Orleans.Realtime.Cluster.Harness.History;
using Orleans.Realtime.Failure.Tests.Support;
using Xunit.Abstractions;

namespace Orleans.Realtime.Failure.Tests;

/// <summary>Gateways that die and leave.</summary>
[Collection(ClusterGroup.Name)]
public sealed class GatewayFailureTests(ClusterFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan RoutesEnd = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Gateway_IsKilled_ClientsResumeOnTheOtherAndItsRoutesEnd()
    {
        var report = await FailureRow.RunAsync(fixture, output, new WorkloadOptions(), TimeSpan.FromSeconds(5), async row =>
        {
            var (lost, other) = (row.Cluster.Gateways[0], row.Cluster.Gateways[1]);
            using var here = await JoinAsync(other);
            using var there = await JoinAsync(lost);
            (await Api.RoomGatewaysAsync(other, "routes")).Order().ShouldBe([lost.InstanceId, other.InstanceId]);
            (await Api.GatewaysAsync(other)).ShouldBe(2);

            await row.Cluster.KillAsync(lost);
            var killed = Stopwatch.StartNew();
            await row.TrafficFlowsAsync();
            await FailureRow.EventuallyAsync(async () => !(await Api.RoomGatewaysAsync(other, "routes")).Contains(lost.InstanceId), FailureRow.Patience);
            output.WriteLine($"its routes ended after {killed.Elapsed.TotalSeconds:0.0} s");
            await FailureRow.EventuallyAsync(async () => await IsForgottenAsync(other), FailureRow.Patience);
            output.WriteLine($"it left the list of gateways after {killed.Elapsed.TotalSeconds:0.0} s");
            killed.Elapsed.ShouldBeLessThan(row.Lag.Stretch(RoutesEnd));
            await row.Cluster.RestartAsync(lost);
        });

        report.Gaps.ShouldBe(0);
        report.Reconnects.ShouldBePositive();
        report.SessionsLost.ShouldBe(0, "a session outlives its gateway");
    }

    [Fact]
    public async Task Gateways_AreKilledInTurn_ClientsGoToAndFro()
    {
        var report = await FailureRow.RunAsync(fixture, output, new WorkloadOptions(), TimeSpan.FromSeconds(5), async row =>
        {
            foreach (var gateway in row.Cluster.Gateways)
            {
                await row.Cluster.KillAsync(gateway);
                await row.TrafficFlowsAsync();
                await row.Cluster.RestartAsync(gateway);
            }
        });

        report.Gaps.ShouldBe(0);
        report.SessionsLost.ShouldBe(0);
    }

    [Fact]
    public async Task Gateway_IsToldToEnd_SendsItsClientsElsewhere()
    {
        var took = TimeSpan.Zero;
        var report = await FailureRow.RunAsync(fixture, output, new WorkloadOptions(), TimeSpan.FromSeconds(2), async row =>
        {
            took = await row.Cluster.TerminateAsync(row.Cluster.Gateways[0]);
            await row.TrafficFlowsAsync();
            await row.Cluster.RestartAsync(row.Cluster.Gateways[0]);
        });

        output.WriteLine($"ended in {took.TotalSeconds:0.0} s");
        took.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        report.Gaps.ShouldBe(0);
        report.SessionsLost.ShouldBe(0);
    }

    private static async Task<ClientWebSocket> JoinAsync(Cluster.Harness.Processes.ClusterNode gateway)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(Api.Socket(gateway, "user_id=resident&room_id=routes"), CancellationToken.None);
        await socket.ReceiveAsync(new byte[4096], CancellationToken.None);
        await FailureRow.EventuallyAsync(async () => (await Api.RoomGatewaysAsync(gateway, "routes")).Contains(gateway.InstanceId), FailureRow.Patience);
        return socket;
    }

    /// <summary>A gateway that is still on the list but dead makes a broadcast wait for it.</summary>
    private static async Task<bool> IsForgottenAsync(Cluster.Harness.Processes.ClusterNode gateway)
    {
        var started = Stopwatch.StartNew();
        return await Api.GatewaysAsync(gateway) == 1 && started.Elapsed < TimeSpan.FromSeconds(2);
    }
}
