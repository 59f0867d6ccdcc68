namespace Orleans.Realtime.Architecture.Tests;

/// <summary>The command-line tool looks at the servers, and nothing looks at it.</summary>
public sealed class ToolTests
{
    [Fact]
    public void Tool_ReferencesWhatItChecks_AndTheClient()
    {
        Repository.ProjectReferences("tools/rt").ShouldBeSubsetOf(["Grains", "Gateway.Web", "Orleans.Realtime.Client"]);
    }

    [Fact]
    public void Tool_IsReferencedByItsTestsAlone()
    {
        Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(Repository.Relative)
            .Where(file => !file.Split('/').Contains("node_modules"))
            .Select(file => Path.GetDirectoryName(file)!)
            .Where(project => Repository.ProjectReferences(project).Contains("rt"))
            .ShouldBe(["tests/Cli.Tests"]);
    }
}
