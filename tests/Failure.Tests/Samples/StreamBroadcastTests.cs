using System.Diagnostics;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Harness.Processes;

namespace Orleans.Realtime.Failure.Tests.Samples;

/// <summary><c>samples/StreamBroadcast</c>: one publisher, followers on both gateways, of which one is killed.</summary>
public sealed class StreamBroadcastTests : IDisposable
{
    private const int Entries = 300;
    private readonly List<Process> _processes = [];
    private readonly string _logs = Directory.CreateTempSubdirectory("realtime-broadcast-").FullName;

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(_logs, recursive: true);
    }

    [Fact]
    public async Task EveryFollower_GetsEveryEntryOnceAndInOrder_AlsoWhenItsGatewayIsKilled()
    {
        await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions { Silos = 1, Gateways = 2 });
        var (first, second) = (Url(cluster.Gateways[0]), Url(cluster.Gateways[1]));
        List<string> followers = [Start("follow.mjs", "prices", "$", first, second), Start("follow.mjs", "prices", "0", first, second), Start("follow.mjs", "prices", "$", second, first)];
        await UntilAsync(() => followers.TrueForAll(IsFollowing), "they follow");

        var publisher = Start("publish.mjs", "prices", $"{Entries}", first, second);
        await UntilAsync(() => SampleLines.With("published", publisher).Count > Entries / 3, "it publishes");
        await cluster.KillAsync(cluster.Gateways[0]);
        await UntilAsync(() => SampleLines.With("published", publisher).Count == Entries, "it goes on publishing");
        await UntilAsync(() => followers.TrueForAll(log => Received(log).Count >= Entries), "they go on following");

        var published = SampleLines.With("published", publisher).Select(line => line["id"]!.GetValue<string>()).ToList();
        foreach (var log in followers)
        {
            Received(log).Select(entry => entry["id"]!.GetValue<string>()).ShouldBe(published);
            Received(log).Select(entry => entry["data"]!["number"]!.GetValue<int>()).ShouldBe(Enumerable.Range(0, Entries));
            SampleLines.With("gap", log).ShouldBeEmpty();
        }

        SampleLines.With("state", followers[0]).Count(line => line["state"]!.GetValue<string>() == "following").ShouldBe(2, "it came back elsewhere");

        Task UntilAsync(Func<bool> condition, string what) => SampleLines.UntilAsync(
            () => Task.FromResult(condition()), what, () => string.Join('\n', Directory.GetFiles(_logs).Select(File.ReadAllText)) + cluster.Describe());
    }

    private static bool IsFollowing(string log) => SampleLines.With("state", log) is [.., var last] && last["state"]!.GetValue<string>() == "following";

    private static List<JsonNode> Received(string log) => [.. SampleLines.With("entry", log).Select(line => line["entry"]!)];

    private static string Url(ClusterNode gateway) => gateway.Url!.GetLeftPart(UriPartial.Authority);

    private string Start(string script, params string[] arguments)
    {
        var log = Path.Combine(_logs, $"{_processes.Count}-{script}.log");
        File.WriteAllText(log, string.Empty);
        // Node.js 22 has the WebSocket of browsers without the flag, and takes the flag all the same.
        _processes.Add(Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", "exec node --experimental-websocket --no-warnings \"$@\" >> \"$0\" 2>&1", log, Path.Combine(Folder, script), .. arguments]))!);
        return log;
    }

    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!Directory.Exists(Path.Combine(folder.FullName, "samples")))
            {
                folder = folder.Parent!;
            }

            return Path.Combine(folder.FullName, "samples", "StreamBroadcast");
        }
    }
}
