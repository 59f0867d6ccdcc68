using System.Text.Json;
using Orleans.Realtime.Cli.Tests.Support;

namespace Orleans.Realtime.Cli.Tests;

[Collection(ServerTests.Name)]
public sealed class StatsTests(ServerFixture server)
{
    [Fact]
    public async Task Stats_ShowsTheGatewayAndTheSilo()
    {
        // A gateway that has just started has not looked for its silos yet.
        await using var watching = Tool.Start("stats", "--url", server.Url, "--watch", "--interval", "0.1");
        await watching.Out.HoldsAsync(text => text.Contains("active", StringComparison.Ordinal), "the silo");
        watching.Interrupt();
        await watching.EndAsync();

        var run = await Tool.RunAsync("stats", "--url", server.Url, "--interval", "0.1");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        run.Out.ShouldContain("connections");
        run.Out.ShouldContain("live");
        run.Out.ShouldContain("active");
        run.Out.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Json_IsOneLine_WithAllThree()
    {
        var run = await Tool.RunAsync("stats", "--url", server.Url, "--json");

        using var json = JsonDocument.Parse(run.Lines.ShouldHaveSingleItem());
        json.RootElement.GetProperty("stats").GetProperty("total_clients").GetInt32().ShouldBeGreaterThanOrEqualTo(0);
        json.RootElement.GetProperty("pubsub").GetProperty("publisher").GetProperty("total_published").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
        json.RootElement.GetProperty("metrics").TryGetProperty("realtime_gateway_connections", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Watch_GoesOnUntilInterrupted()
    {
        await using var tool = Tool.Start("stats", "--url", server.Url, "--watch", "--json", "--interval", "0.1");
        await tool.Out.HoldsAsync(text => text.Count(c => c == '\n') >= 3, "three lines");
        tool.Interrupt();
        var run = await tool.EndAsync();

        run.ExitCode.ShouldBe(ExitCode.Interrupted);
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Server_ThatIsNotThere_IsSaid()
    {
        var run = await Tool.RunAsync("stats", "--url", $"http://127.0.0.1:{Realtime.Tests.Shared.RedisServer.FreePort()}");

        run.ExitCode.ShouldBe(ExitCode.CannotConnect);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain("cannot reach");
    }
}
