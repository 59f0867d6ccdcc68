using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Clients;

/// <summary>The TypeScript client: its own tests, which start the servers that they need.</summary>
public sealed class TypeScriptClientTests : IAsyncLifetime
{
    private const string Folder = "clients/typescript";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public Task InitializeAsync() => Script.RunAsync(Patience, Folder, "node", "node_modules/typescript/bin/tsc");

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("unit")]
    [InlineData("server")]
    public async Task Tests_Pass(string kind)
    {
        var output = await Script.RunAsync(Patience, Folder, "node", "--test", "--test-reporter=spec", $"build/test/{kind}/");

        output.ShouldContain("fail 0");
    }
}
