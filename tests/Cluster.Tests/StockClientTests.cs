using System.Diagnostics;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests;

/// <summary>WebSocket clients that others wrote, in other languages: the <c>ws</c> package on node and <c>websockets</c> on Python.</summary>
public sealed class StockClientTests(EmbeddedServerFixture fixture) : IClassFixture<EmbeddedServerFixture>
{
    [Fact]
    public Task NodeWs_TwoUsersChat() => RunAsync("node", "chat.mjs");

    [Fact]
    public Task PythonWebsockets_TwoUsersChat() => RunAsync("/usr/bin/python3", "chat.py");

    private async Task RunAsync(string command, string script)
    {
        var start = new ProcessStartInfo(command) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(EmbeddedServer.RepositoryRoot, "tests", "stock-clients", script));
        start.ArgumentList.Add($"ws://{fixture.Server.Address.Authority}/ws");
        start.ArgumentList.Add(EmbeddedServerFixture.Unique("room"));
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);

        process.ExitCode.ShouldBe(0, await output + await errors);
        (await output).Trim().ShouldBe("ok");
    }
}
