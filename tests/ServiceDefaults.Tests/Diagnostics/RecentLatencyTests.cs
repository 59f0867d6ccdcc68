using Orleans.Realtime.ServiceDefaults.Diagnostics;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.ServiceDefaults.Tests.Diagnostics;

public sealed class RecentLatencyTests
{
    [Fact]
    public void Scale_IsNeverFarFromWhatWasMeasured()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var latency = TimeSpan.FromMicroseconds(Math.Pow(10, random.NextDouble() * 8));

            var read = LatencyScale.MillisecondsOf(LatencyScale.BucketOf(latency));

            Math.Abs(read - latency.TotalMilliseconds).ShouldBeLessThanOrEqualTo(Math.Max(0.001, latency.TotalMilliseconds / 16) + 1e-9);
        }
    }

    [Fact]
    public void Scale_GrowsWithWhatIsMeasured_AndTakesEverything()
    {
        var all = Enumerable.Range(0, LatencyScale.Buckets).Select(LatencyScale.MillisecondsOf).ToList();

        all.ShouldBe(all.Order());
        all.ShouldBeUnique();
        LatencyScale.BucketOf(TimeSpan.FromHours(1)).ShouldBe(LatencyScale.Buckets - 1);
        LatencyScale.BucketOf(TimeSpan.FromMilliseconds(-1)).ShouldBe(0);
    }

    [Fact]
    public void Recent_CountsWhatWasRecorded_AndForgetsItAfterItsWindow()
    {
        var time = new FakeTimeProvider();
        var recent = new RecentLatency(time);
        recent.Record(TimeSpan.FromMilliseconds(1));
        recent.Record(TimeSpan.FromMilliseconds(1));
        time.Advance(TimeSpan.FromSeconds(9));
        recent.Record(TimeSpan.FromSeconds(2));

        var (buckets, counts) = recent.Read();
        buckets.ShouldBe([LatencyScale.BucketOf(TimeSpan.FromMilliseconds(1)), LatencyScale.BucketOf(TimeSpan.FromSeconds(2))]);
        counts.ShouldBe([2, 1]);

        time.Advance(RecentLatency.Window - TimeSpan.FromSeconds(4));
        recent.Read().Counts.ShouldBe([1], "the first two are older than the window and a slice");
        time.Advance(RecentLatency.Window * 10);
        recent.Read().Buckets.ShouldBeEmpty();
    }
}
