using Orleans.Realtime.Cli.Tests.Support;

namespace Orleans.Realtime.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("", "say what to do")]
    [InlineData("stat", "did you mean 'stats'")]
    [InlineData("chekc", "did you mean 'check-config'")]
    [InlineData("dance", "is none of its commands: one of")]
    [InlineData("--verbose", "no option here")]
    [InlineData("stats --url", "--url")]
    [InlineData("stats --url nonsense://x", "'nonsense://x' is no address")]
    [InlineData("stats --url http://h/?a=b", "is no address")]
    [InlineData("stats --interval 0", "it must be a number from 0.1 to 3,600")]
    [InlineData("stats --interval soon", "--interval is 'soon'")]
    [InlineData("stats now", "now")]
    [InlineData("check-config --process router", "'router' is no process")]
    public async Task WrongUsage_IsOneLine_AndCode2(string line, string words)
    {
        var run = await Tool.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        run.ExitCode.ShouldBe(ExitCode.Usage, run.Error);
        run.Out.ShouldBeEmpty();
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain(words);
        run.Error.ShouldContain("--help'");
    }

    [Fact]
    public async Task Variable_ThatIsNoAddress_IsWrongUsage()
    {
        var run = await Tool.RunAsync(["stats"], variables: new Dictionary<string, string> { ["RT_URL"] = "gopher://x" });

        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.Error.ShouldContain("RT_URL is 'gopher://x'");
    }

    [Fact]
    public async Task Version_IsTheProducts()
    {
        var run = await Tool.RunAsync("--version");

        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Out.ShouldStartWith("0.1.0");
    }
}
