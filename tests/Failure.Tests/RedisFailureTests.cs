using Orleans.Realtime.Cluster.Harness.History;
using Orleans.Realtime.Failure.Tests.Support;
using Xunit.Abstractions;

namespace Orleans.Realtime.Failure.Tests;

/// <summary>Redis goes away, comes back, or comes back with nothing.</summary>
[Collection(ClusterGroup.Name)]
public sealed class RedisFailureTests(ClusterFixture fixture, ITestOutputHelper output)
{
    /// <summary>Longer than a gateway retries a publish before it tells the sender.</summary>
    private static readonly TimeSpan LongerThanPublishing = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Redis_IsKilledAndComesBack_NothingAcknowledgedIsLost()
    {
        var report = await FailureRow.RunAsync(fixture, output, new WorkloadOptions(), TimeSpan.FromSeconds(25), async row =>
        {
            await row.Cluster.KillAsync(row.Cluster.Redis);
            await Task.Delay(LongerThanPublishing);

            // Those under way when it died have an unknown outcome, and are told so.
            await FailureRow.EventuallyAsync(() => Task.FromResult(Codes(row).Contains("unavailable")), FailureRow.Patience);
            var codes = Codes(row);
            codes.ShouldBeSubsetOf(["unavailable", "timeout", "503", "504"]);
            await row.Cluster.RestartRedisAsync();
        });

        report.Gaps.ShouldBe(0);
        report.Reconnects.ShouldBe(0, "live sockets stay open");
        report.Refused.ShouldBePositive();
    }

    [Fact]
    public async Task Redis_IsEmptied_LogsBeginAnewAndEveryClientIsTold()
    {
        var options = new WorkloadOptions { LogsMayBeLost = true };
        var report = await FailureRow.RunAsync(fixture, output, options, TimeSpan.FromSeconds(5), row => row.Cluster.FlushRedisAsync());

        report.Gaps.ShouldBeGreaterThanOrEqualTo((options.Readers + options.Writers) * options.Rooms, "every client is told of every room");
        report.Reconnects.ShouldBe(0);
    }

    private static HashSet<string> Codes(FailureRow row) => [.. row.Workload.History.OfType<HistoryEvent.Refused>().Select(refusal => refusal.Code)];
}
