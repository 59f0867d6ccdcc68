using System.Globalization;
using Orleans.Realtime.Cluster.Harness.History;
using Orleans.Realtime.Cluster.Harness.Processes;
using Xunit.Abstractions;

namespace Orleans.Realtime.Failure.Tests.Support;

/// <summary>
/// One failure under load. Readers and writers, a user who is away, and peers that send nonsense are at work before, while and after it happens; then
/// every acknowledged message is looked for.
/// </summary>
internal sealed class FailureRow(LocalCluster cluster, Workload workload, OfflineInbox offline, MachineLag lag)
{
    /// <summary>For what must come, however slow the machine is.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public LocalCluster Cluster => cluster;

    public Workload Workload => workload;

    /// <summary>What this machine withholds from the cluster.</summary>
    public MachineLag Lag => lag;

    /// <summary>Messages to the user who is away that are certainly stored.</summary>
    public int OfflineAcknowledged => offline.Acknowledged;

    /// <summary>Runs a row.</summary>
    /// <param name="fixture">Whose cluster it is.</param>
    /// <param name="output">Hears what was measured.</param>
    /// <param name="options">The load.</param>
    /// <param name="stall">How long a writer may wait for an acknowledgement at most, on a quiet machine.</param>
    /// <param name="fault">Does the damage, and returns when the cluster is as it should be again.</param>
    /// <returns>What the history shows.</returns>
    public static async Task<HistoryReport> RunAsync(ClusterFixture fixture, ITestOutputHelper output, WorkloadOptions options, TimeSpan stall, Func<FailureRow, Task> fault)
    {
        var cluster = await fixture.GetAsync();
        try
        {
            await using var workload = await Workload.StartAsync([.. cluster.Gateways.Select(gateway => gateway.Url!)], options, CancellationToken.None);
            await using var offline = new OfflineInbox(cluster);
            await using var lag = new MachineLag();
            await using var rude = new RudePeers(cluster);
            var row = new FailureRow(cluster, workload, offline, lag);
            await row.TrafficFlowsAsync();
            await fault(row);
            await row.TrafficFlowsAsync();

            (await rude.StopAsync()).ShouldBeEmpty("nonsense is the fault of who sends it");
            rude.Refusals.ShouldBePositive();
            var report = await workload.StopAndCheckAsync();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"sent {report.Sent}, acknowledged {report.Acknowledged}, delivered {report.Delivered}, refused {report.Refused}, gaps {report.Gaps}, reconnects {report.Reconnects}, sessions lost {report.SessionsLost}, longest stall of a writer {report.LongestWriterStall.TotalSeconds:0.00} s, of a reader {report.LongestReaderStall.TotalSeconds:0.00} s (for {stall.TotalSeconds:0} s on a quiet machine allowed here: {lag.Stretch(stall).TotalSeconds:0.00} s)"));
            report.LongestWriterStall.ShouldBeLessThan(lag.Stretch(stall));
            report.Violations.ShouldBeEmpty();
            report.IsClean.ShouldBeTrue();
            report.Acknowledged.ShouldBe(report.Sent, "what was refused is sent again until it is stored");

            var numbers = await offline.ArriveAsync(cluster.Gateways.Last(gateway => gateway.IsRunning));
            numbers.ShouldBe(Enumerable.Range(options.LogsMayBeLost ? numbers.FirstOrDefault(1) : 1, numbers.Count), "events for a user who was away come once, in order");
            numbers[^1].ShouldBe(offline.Acknowledged);
            return report;
        }
        catch (Exception failure)
        {
            output.WriteLine(cluster.Describe());
            await fixture.DiscardAsync();
            throw new InvalidOperationException("The row failed: " + failure.Message, failure);
        }
    }

    /// <summary>Returns when messages were acknowledged and delivered that were sent after the call, in every part of the traffic.</summary>
    public async Task TrafficFlowsAsync()
    {
        var (acknowledged, delivered, away) = (workload.Acknowledged + 60, workload.Delivered + 200, Math.Min(offline.Acknowledged + 2, OfflineInbox.MostEvents));
        try
        {
            await EventuallyAsync(() => Task.FromResult(workload.Acknowledged >= acknowledged && workload.Delivered >= delivered && offline.Acknowledged >= away), Patience);
        }
        catch (TimeoutException stall)
        {
            throw new TimeoutException(
                $"{stall.Message} Acknowledged: {workload.Acknowledged} of {acknowledged}, delivered: {workload.Delivered} of {delivered}, to the one who is away: {offline.Acknowledged} of {away}.", stall);
        }
    }

    /// <summary>Waits until it is so.</summary>
    /// <exception cref="TimeoutException">It was not so in time.</exception>
    public static async Task EventuallyAsync(Func<Task<bool>> condition, TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        while (!await condition())
        {
            if (timeout.IsCancellationRequested)
            {
                throw new TimeoutException($"Not within {patience.TotalSeconds:0} s.");
            }

            await Task.Delay(Poll, CancellationToken.None);
        }
    }
}
