using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Bench.Tests.Wire;

public sealed class HistogramTests
{
    [Fact]
    public void Percentile_OfNothing_IsZero() => new Histogram().Percentile(0.99).ShouldBe(0);

    [Fact]
    public void Percentile_OfShortTimes_IsExact()
    {
        var histogram = new Histogram();
        for (var i = 1; i <= 100; i++)
        {
            histogram.Add(i);
        }

        histogram.Percentile(0.5).ShouldBe(50);
        histogram.Percentile(0.99).ShouldBe(99);
        histogram.Percentile(1).ShouldBe(100);
        histogram.Max.ShouldBe(100);
    }

    [Fact]
    public void Percentile_OfAnyTimes_IsAtMostHalfAPercentAboveTheRightOne() =>
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<NonNegativeInt>().Select(value => (long)value.Get * 977).NonEmptyListOf().ToArbitrary(),
            times =>
            {
                var histogram = new Histogram();
                foreach (var time in times)
                {
                    histogram.Add(time);
                }

                var right = times.Order().ElementAt((int)Math.Ceiling(0.9 * times.Count) - 1);
                return histogram.Percentile(0.9) >= right && histogram.Percentile(0.9) <= (right * 1.005) + 1;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Add_OfHours_IsCounted()
    {
        var histogram = new Histogram();
        histogram.Add(long.MaxValue);
        histogram.Add(-1);

        histogram.Count.ShouldBe(2);
        histogram.Percentile(0.1).ShouldBe(0);
    }

    [Fact]
    public void Clear_ForgetsAll()
    {
        var histogram = new Histogram();
        histogram.Add(5_000);
        histogram.Clear();

        (histogram.Count, histogram.Max, histogram.Percentile(0.5)).ShouldBe((0, 0, 0));
    }
}
