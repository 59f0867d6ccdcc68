using System.Text.Json;
using Orleans.Realtime.Cli.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Cli.Tests.Configuration;

public sealed class CheckConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("realtime-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task NothingConfigured_IsNoFault_ForTheEmbeddedServer()
    {
        var run = await Tool.RunAsync("check-config");

        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldContain("starts with this configuration");
    }

    [Fact]
    public async Task EveryFault_IsNamed_WithKeyValueRangeAndPlace()
    {
        var file = Write("appsettings.json", """{"Rooms":{"MaxMessages":0,"MaxAge":"soon"},"Sockets":{"SendQueueFrames":0},"Log":{"MapCheckpoint":0},"Conversations":{"MaxMessages":1}}""");
        var run = await Tool.RunAsync("check-config", file);

        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Out.ShouldContain($"Rooms:MaxMessages is 0: it must be between 1 and 1000000. ({file})");
        run.Out.ShouldContain("Rooms:MaxAge is 'soon': it must be a time, hh:mm:ss or d.hh:mm:ss.");
        run.Out.ShouldContain("Sockets:SendQueueFrames is 0: it must be from 1 to 65536.");
        run.Out.ShouldContain("Log:MapCheckpoint");
        // It depends on the section whose own value is wrong.
        run.Out.ShouldContain("Conversations:MaxMessages is 1");
        run.Error.ShouldContain("does not start");
    }

    [Fact]
    public async Task WhatStopsTheServer_IsWhatTheCheckFinds()
    {
        // The words are the servers' own: the one that is asked here says the same, and nothing else.
        var file = Write("one.json", """{"Rooms":{"MaxMessages":0},"Inbox":{"MaxMessages":0},"Publishing":{"MaxBatch":0}}""");
        var check = await Tool.RunAsync("check-config", file);
        var start = await Should.ThrowAsync<InvalidOperationException>(() => Cluster.Tests.Support.EmbeddedServer.StartAsync(("Rooms:MaxMessages", "0"), ("Inbox:MaxMessages", "0"), ("Publishing:MaxBatch", "0")));

        foreach (var line in check.Lines)
        {
            start.Message.ShouldContain(line["error   ".Length..line.LastIndexOf(" (", StringComparison.Ordinal)]);
        }

        check.Lines.Length.ShouldBe(start.Message.Split('\n').Count(line => line.Contains(": it must be", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task UnknownKeys_AreWarnedOf_WithTheNearestName()
    {
        var file = Write("typos.json", """{"Rooms":{"MaxMesages":5},"Rom":{"MaxAge":"00:10:00"},"ConnectionStrings":{"Reddis":"h"},"Logging":{"LogLevel":{"Default":"Debug"}},"Weather":{"Tomorrow":1}}""");
        var run = await Tool.RunAsync("check-config", file);

        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Out.ShouldContain("Rooms:MaxMesages is no option: did you mean Rooms:MaxMessages?");
        run.Out.ShouldContain("Rom:MaxAge is in no section of ours: did you mean Rooms:MaxAge?");
        run.Out.ShouldContain("ConnectionStrings:Reddis is no option: did you mean ConnectionStrings:Redis?");
        run.Out.ShouldContain("Weather:Tomorrow is in no section of ours");
        run.Out.ShouldNotContain("Logging");
        run.Error.ShouldContain("4 warnings");
    }

    [Fact]
    public async Task Secrets_AreMasked()
    {
        var file = Write("secrets.json", """{"Auth":{"Jwt":{"Secret":"hunter2"}},"ConnectionStrings":{"Redis":"h:1,password=hunter2,nonsense=hunter2x"},"Redis":{"Password":"hunter2"}}""");
        foreach (var process in new[] { "embedded", "gateway", "silo" })
        {
            foreach (var json in new[] { true, false })
            {
                var run = await Tool.RunAsync(["check-config", file, "--process", process, .. json ? ["--json"] : Array.Empty<string>()]);
                (run.Out + run.Error).ShouldNotContain("hunter2,");
                (run.Out + run.Error).ShouldNotContain("\"hunter2\"");
                (run.Out + run.Error).ShouldNotContain("'hunter2'");
            }
        }
    }

    [Fact]
    public async Task Variables_OfAnEnvironmentFile_AreReadAsContainersDo()
    {
        var file = Write("silo.env", "# ours\nRooms__MaxAge=30\nRooms__MaxMessages=\"7\"\n\nConnectionStrings__Redis=redis:6379\n");
        var run = await Tool.RunAsync("check-config", file, "--process", "silo");

        run.Out.ShouldContain($"warning Rooms:MaxAge is '30', which means 30 days: write 00:00:30 for seconds. ({file}:2)");
        run.Out.ShouldNotContain("MaxMessages");
    }

    [Fact]
    public async Task Environment_CountsOverFiles_AndOthersVariablesAreNoBusinessOfOurs()
    {
        var file = Write("a.json", """{"Rooms":{"MaxMessages":0}}""");
        var variables = new Dictionary<string, string> { ["Rooms__MaxMessages"] = "-1", ["PATH"] = "/bin", ["Rooom__MaxAge"] = "00:01:00", ["XDG_SESSION__ID"] = "1" };
        var run = await Tool.RunAsync(["check-config", file, "--env"], variables: variables);

        run.Out.ShouldContain("Rooms:MaxMessages is -1");
        run.Out.ShouldContain("(environment variable Rooms__MaxMessages)");
        run.Out.ShouldContain("Rooom:MaxAge is in no section of ours: did you mean Rooms:MaxAge?");
        run.Lines.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("silo")]
    public async Task Cluster_WithoutRedis_IsAFault(string process)
    {
        var run = await Tool.RunAsync(["check-config", "--process", process], variables: new Dictionary<string, string> { ["Auth__Mode"] = "Development" });

        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Out.ShouldContain("ConnectionStrings:Redis is empty");
    }

    [Fact]
    public async Task SharedFile_IsNoFault_ForTheProcessThatReadsHalfOfIt()
    {
        var file = Write("shared.json", """{"ConnectionStrings":{"Redis":"h"},"Auth":{"Mode":"Development"},"Rooms":{"MaxMessages":5},"Sockets":{"SendQueueFrames":8}}""");

        var gateway = await Tool.RunAsync("check-config", file, "--process", "gateway");
        gateway.ExitCode.ShouldBe(ExitCode.Ok, gateway.Out);
        gateway.Out.ShouldContain("note    Rooms:MaxMessages is read by silos");
        var silo = await Tool.RunAsync("check-config", file, "--process", "silo");
        silo.ExitCode.ShouldBe(ExitCode.Ok, silo.Out);
        silo.Out.ShouldContain("note    Sockets:SendQueueFrames is read by gateways");
    }

    [Fact]
    public async Task DevelopmentMode_OnAnOpenAddress_IsAFault()
    {
        var run = await Tool.RunAsync(["check-config"], variables: new Dictionary<string, string> { ["ASPNETCORE_URLS"] = "http://0.0.0.0:8080" });

        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Out.ShouldContain("Auth:Mode is Development, where anyone may be anyone");
    }

    [Fact]
    public async Task Files_ThatCannotBeRead_AreSaid()
    {
        (await Tool.RunAsync("check-config", Path.Combine(_folder, "none.json"))).ExitCode.ShouldBe(ExitCode.Usage);
        var broken = await Tool.RunAsync("check-config", Write("broken.json", "{ \"Rooms\": "));
        broken.ExitCode.ShouldBe(ExitCode.Failed);
        broken.ErrorLines.ShouldHaveSingleItem().ShouldContain("is not in order");
        var prose = await Tool.RunAsync("check-config", Write("prose.txt", "A=1\nhello"));
        prose.Error.ShouldContain("line 2: neither JSON nor Name=Value");
    }

    [Fact]
    public async Task Json_IsOneFindingALine()
    {
        var run = await Tool.RunAsync("check-config", Write("x.json", """{"Rooms":{"MaxMessages":0}}"""), "--json");

        using var finding = JsonDocument.Parse(run.Lines.ShouldHaveSingleItem());
        finding.RootElement.GetProperty("severity").GetString().ShouldBe("error");
        finding.RootElement.GetProperty("key").GetString().ShouldBe("Rooms:MaxMessages");
        finding.RootElement.GetProperty("value").GetString().ShouldBe("0");
    }

    [Fact]
    public async Task Probe_TellsWhatRedisKeeps()
    {
        await using var redis = await RedisServer.StartAsync("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru", "--appendonly", "no");
        var run = await Tool.RunAsync("check-config", Write("p.env", $"ConnectionStrings__Redis={redis.ConnectionString}"), "--process", "silo", "--probe");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Out + run.Error);
        run.Out.ShouldContain("maxmemory 100 MiB, maxmemory-policy allkeys-lru, master");
        run.Out.ShouldContain("an evicted log is a lost log");
        run.Out.ShouldContain("keeps no append-only file");
    }

    [Fact]
    public async Task Probe_OfARedisThatIsNotThere_CannotConnect()
    {
        var file = Write("p.env", $"ConnectionStrings__Redis=127.0.0.1:{RedisServer.FreePort()},password=hunter2,connectTimeout=500");
        var run = await Tool.RunAsync("check-config", file, "--process", "silo", "--probe");

        run.ExitCode.ShouldBe(ExitCode.CannotConnect);
        run.Error.ShouldContain("cannot reach the Redis");
        run.Error.ShouldNotContain("hunter2");
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
