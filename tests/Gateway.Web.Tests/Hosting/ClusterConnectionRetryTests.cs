using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Realtime.Gateway.Web.Hosting;
using Orleans.Realtime.Tests.Shared;
using Orleans.Runtime;

namespace Orleans.Realtime.Gateway.Web.Tests.Hosting;

public class ClusterConnectionRetryTests
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Start_WithoutCluster_IsTriedAgainAndAgainWithPauses()
    {
        var clock = new FakeTimeProvider();
        var retry = new ClusterConnectionRetry(clock, NullLogger<ClusterConnectionRetry>.Instance);
        for (var i = 0; i < 100; i++)
        {
            var answer = retry.ShouldRetryConnectionAttempt(new SiloUnavailableException(), CancellationToken.None);
            answer.IsCompleted.ShouldBeFalse();
            clock.Advance(LongestPause);
            (await answer).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Start_ToldToStop_WaitsNoLonger()
    {
        var retry = new ClusterConnectionRetry(new FakeTimeProvider(), NullLogger<ClusterConnectionRetry>.Instance);
        using var stop = new CancellationTokenSource();
        var answer = retry.ShouldRetryConnectionAttempt(new SiloUnavailableException(), stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => answer);
    }
}
