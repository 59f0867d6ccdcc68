using Orleans.Realtime.Load.Results;

namespace Orleans.Realtime.Bench.Tests.Results;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 9.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 2, 9 }, 3)]
    public void Median_IsTheMiddle(double[] values, double median) => Statistics.Median(values).ShouldBe(median);

    [Fact]
    public void Median_OfNothing_Throws() => Should.Throw<ArgumentException>(() => Statistics.Median([]));

    [Fact]
    public void Summary_LeavesFailedRunsOut()
    {
        Run[] runs = [Of(1, 10), Of(2, 30), Failed(3), Of(4, 20)];
        Statistics.Summary(runs, "cpu_us").ShouldBe((20, 10, 30));
        Statistics.Summary(runs, "p50_us").ShouldBeNull();
    }

    [Fact]
    public void Ratio_ComparesWithinRounds_AndOnlyThoseThatBothHave()
    {
        // A machine that became twice as slow in the second round changes nothing.
        Run[] ours = [Of(1, 10), Of(2, 20), Of(3, 1_000)];
        Run[] others = [Of(1, 20), Of(2, 40), Failed(3), Of(4, 1)];
        Statistics.Ratio(ours, others, "cpu_us").ShouldBe(0.5);
        Statistics.Ratio(ours, [Failed(1)], "cpu_us").ShouldBeNull();
    }

    internal static Run Of(int round, double cpu, string server = "us") => new("F1", server, round, new Dictionary<string, double> { ["cpu_us"] = cpu });

    internal static Run Failed(int round, string server = "us") => new("F1", server, round, new Dictionary<string, double>(), "3 of 4 messages came");
}
