using System.Text.Json;
using Orleans.Realtime.Cli.Tests.Support;

namespace Orleans.Realtime.Cli.Tests;

[Collection(ServerTests.Name)]
public sealed class BenchTests(ServerFixture server)
{
    [Theory]
    [InlineData("fanout", "--connections", "5", "--rate", "40")]
    [InlineData("echo", "--connections", "4", "--rate", "40")]
    [InlineData("publish", "--connections", "3", "--rate", "60")]
    [InlineData("publish", "--connections", "2")]
    public async Task Load_ArrivesOnceAndInOrder(params string[] args)
    {
        var run = await Tool.RunAsync(["bench", .. args, "--seconds", "0.5", "--json", "--url", server.Url]);

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        using var json = JsonDocument.Parse(run.Lines.ShouldHaveSingleItem());
        var result = json.RootElement;
        result.GetProperty("whole").GetBoolean().ShouldBeTrue();
        result.GetProperty("sent").GetInt64().ShouldBeGreaterThan(0);
        result.GetProperty("received").GetInt64().ShouldBe(result.GetProperty("expected").GetInt64());
        result.GetProperty("p99_ms").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Table_HasLatenciesAndThroughput()
    {
        var run = await Tool.RunAsync("bench", "fanout", "--connections", "2", "--rate", "20", "--seconds", "0.2", "--url", server.Url);

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        run.Out.ShouldContain("p50");
        run.Out.ShouldContain("p99");
        run.Out.ShouldContain("/s)");
    }

    [Fact]
    public async Task OtherHost_IsRefused_UnlessAllowed()
    {
        var run = await Tool.RunAsync("bench", "echo", "--url", "http://203.0.113.1:8080");

        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain("--allow-remote");
    }

    [Fact]
    public async Task Help_SaysWhoHasTheFigures()
    {
        foreach (var line in new[] { "bench", "bench fanout", "bench echo", "bench publish" })
        {
            (await Tool.RunAsync([.. line.Split(' '), "--help"])).Out.ShouldContain("bench/run.sh");
        }
    }
}
