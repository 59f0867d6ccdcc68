using System.Text.Json;
using Orleans.Realtime.Load;
using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Works;

namespace Orleans.Realtime.Bench.Tests.Results;

public sealed class TablesTests
{
    private const string Ours = "Orleans.Realtime";
    private const string SignalR = "ASP.NET Core SignalR";

    private static readonly Machine Machine = new("a processor", 2, 8, "6.1", "a system", new Dictionary<string, string> { [".NET"] = "10", ["ws"] = "8.23" });

    [Fact]
    public void Write_GivesMedianRangeAndRatioOfTheSameRound()
    {
        var text = Write(StatisticsTests.Of(1, 10, Ours), StatisticsTests.Of(2, 12, Ours), StatisticsTests.Of(1, 20, SignalR), StatisticsTests.Of(2, 24, SignalR));
        text.ShouldContain("| Orleans.Realtime | **11.0** (10.0–12.0) | 0.50 | – | – | – | – |");
        text.ShouldContain("a processor, 2 cores, 8 GiB, Linux 6.1, a system; 2026-01-02 03:04 UTC.");
        text.ShouldContain(".NET 10, ws 8.23.");
    }

    [Fact]
    public void Write_AFailedServer_HasTheReasonAndNoFigure() =>
        Write(StatisticsTests.Failed(1, SignalR)).ShouldContain("| ASP.NET Core SignalR | failed: 3 of 4 messages came | | | | | |");

    [Fact]
    public void Write_AServerThatCannot_HasTheReason() =>
        Write(StatisticsTests.Failed(1, SignalR) with { IsImpossible = true, Failure = "is | not\ninstalled" }).ShouldContain("| ASP.NET Core SignalR | no: is / not installed | | | | | |");

    [Fact]
    public void Write_AfterOneFailedRunOfSeveral_SaysSo() =>
        Write(StatisticsTests.Of(1, 10, Ours), StatisticsTests.Failed(2, Ours)).ShouldContain("**10.0** | – | – | – | – | – | 1 of 2 runs failed: 3 of 4 messages came |");

    [Fact]
    public void Write_OnABusyMachine_SaysSo()
    {
        var run = StatisticsTests.Of(1, 10, Ours);
        Write(run with { Values = new Dictionary<string, double>(run.Values) { ["others_percent"] = 50 } }).ShouldContain("In 1 of 1 runs something else took more than 10 % of a core");
    }

    [Fact]
    public void ToJson_HoldsEveryRun()
    {
        using var json = JsonDocument.Parse(Report(StatisticsTests.Of(1, 10), StatisticsTests.Failed(2)).ToJson());
        var runs = json.RootElement.GetProperty("runs");
        runs.GetArrayLength().ShouldBe(2);
        runs[0].GetProperty("values").GetProperty("cpu_us").GetDouble().ShouldBe(10);
        runs[1].GetProperty("failure").GetString().ShouldBe("3 of 4 messages came");
    }

    [Fact]
    public void Replace_ChangesOnlyTheMarkedBlock() =>
        PageBlock.Replace("a\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nb\n", "new\n\n").ShouldBe("a\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\nb\n");

    [Fact]
    public void Replace_WithoutMarks_Throws() => Should.Throw<FormatException>(() => PageBlock.Replace("a", "new"));

    [Fact]
    public void PerformancePage_HasTheBlock() => PageBlock.Replace(File.ReadAllText(Path.Combine(Root(), "docs", "performance.md")), "new").ShouldContain("new");

    private static string Write(params Run[] runs) => Tables.Write(Report(runs), WorkCatalog.Create(["F1"]), PeerCatalog.Create(new Arguments()));

    private static Report Report(params Run[] runs) =>
        Load.Results.Report.Begin(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Machine, new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3), Rounds: 2, Quick: false), runs);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.Realtime.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
