using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Cli.Statistics;

namespace Orleans.Realtime.Cli.Tests.Statistics;

public sealed class MetricsTextTests
{
    private const string Scrape =
        """
        # HELP realtime_x Some.
        # TYPE realtime_x counter
        realtime_x{a="1"} 3
        realtime_x{a="with } brace"} 4.5
        realtime_y 7 1763690000000
        realtime_d_bucket{op="a",le="0.1"} 5
        realtime_d_bucket{op="b",le="0.1"} 5
        realtime_d_bucket{le="0.2"} 20
        realtime_d_bucket{le="+Inf"} 20
        realtime_d_count 20
        nonsense
        realtime_z NaN
        """;

    [Fact]
    public void Samples_AreSummedOverTheirLabels()
    {
        var metrics = MetricsText.Parse(Scrape);

        metrics["realtime_x"].ShouldBe(7.5);
        metrics["realtime_y"].ShouldBe(7);
        metrics["realtime_d_count"].ShouldBe(20);
        metrics["missing"].ShouldBe(0);
        metrics.Sums.Keys.ShouldNotContain("nonsense");
    }

    [Fact]
    public void Quantile_IsInterpolatedInItsBucket_SinceTheScrapeBefore()
    {
        var none = MetricsText.Parse("");
        var metrics = MetricsText.Parse(Scrape);

        metrics.Quantile("realtime_d", 0.5, none).ShouldBe(0.1, 1e-9);
        metrics.Quantile("realtime_d", 0.75, none).ShouldBe(0.15, 1e-9);
        metrics.Quantile("realtime_d", 0.5, metrics).ShouldBe(double.NaN);
        metrics.Quantile("missing", 0.5, none).ShouldBe(double.NaN);
    }

    [Fact]
    public void Parse_TakesAnything()
    {
        Prop.ForAll<string[]>(lines =>
        {
            MetricsText.Parse(string.Join('\n', lines));
            MetricsText.Parse(string.Join('\n', lines.Select(line => $"x_bucket{{le=\"{line}\"}} {line}")));
        }).QuickCheckThrowOnFailure();
    }
}
