using Orleans.Realtime.Cluster.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Cluster.Tests.Documentation;

/// <summary>Who follows these pages sees what they show: every command, request and frame on them is tried on a running server.</summary>
public sealed class PageTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/quick-start.md")]
    [InlineData("docs/protocol.md")]
    [InlineData("docs/http-api.md")]
    public async Task Examples_AreWhatTheServerSays(string file)
    {
        var page = MarkdownPage.Read(Path.Combine(EmbeddedServer.RepositoryRoot, file));
        // A client on a page answers at once; where the machine stands still for a second the server is not to go on without it.
        await using var walkthrough = new Walkthrough(page, ("Sessions:ResumeWait", "00:00:30"));

        await walkthrough.PlayAsync();

        walkthrough.Steps.ShouldBeGreaterThan(5, "the page shows things to try");
    }
}
