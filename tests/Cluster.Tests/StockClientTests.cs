using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests;

/// <summary>WebSocket clients that others wrote, in other languages: the <c>ws</c> package on node and <c>websockets</c> on Python.</summary>
public sealed class StockClientTests(EmbeddedServerFixture fixture) : IClassFixture<EmbeddedServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public Task NodeWs_TwoUsersChat() => RunAsync("node", "chat.mjs");

    [Fact]
    public Task PythonWebsockets_TwoUsersChat() => RunAsync("/usr/bin/python3", "chat.py");

    private async Task RunAsync(string command, string script)
    {
        var output = await Script.RunAsync(Patience, "tests/stock-clients", command, script, $"ws://{fixture.Server.Address.Authority}/ws", EmbeddedServerFixture.Unique("room"));

        output.Trim().ShouldBe("ok");
    }
}
