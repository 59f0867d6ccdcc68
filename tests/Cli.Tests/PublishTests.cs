using System.Text.Json;
using Orleans.Realtime.Cli.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Cli.Tests;

[Collection(ServerTests.Name)]
public sealed class PublishTests(ServerFixture server)
{
    [Fact]
    public async Task Room_PrintsPositionAndId()
    {
        var room = ServerFixture.Unique("room");
        var run = await RunAsync("room", room, """{"hello":"world"}""");

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        run.Lines.ShouldHaveSingleItem().ShouldStartWith("#1 ");
    }

    [Fact]
    public async Task Json_IsTheServersAnswer()
    {
        var run = await RunAsync("room", ServerFixture.Unique("room"), "1", "--json");

        using var answer = JsonDocument.Parse(run.Lines.ShouldHaveSingleItem());
        answer.RootElement.GetProperty("seq").GetInt64().ShouldBe(1);
        answer.RootElement.GetProperty("message_id").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task SameId_IsStoredOnce()
    {
        var room = ServerFixture.Unique("room");
        var first = await RunAsync("room", room, "1", "--id", "order-42");
        var second = await RunAsync("room", room, "1", "--id", "order-42");

        second.Out.ShouldBe(first.Out);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("32")]
    public async Task Input_IsOneMessageALine_InOrder(string window)
    {
        var room = ServerFixture.Unique("room");
        var run = await Tool.RunAsync(["publish", "room", room, "-", "--url", server.Url, "--window", window], string.Concat(Enumerable.Range(1, 200).Select(n => $"{{\"n\":{n}}}\n")));
        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        run.Lines.Select(line => line.Split(' ')[0]).ShouldBe(Enumerable.Range(1, 200).Select(n => $"#{n}"));
        run.Error.ShouldContain("200 messages acknowledged as 1 to 200");

        var tail = await Tool.RunAsync("tail", "room", room, "--since", "0", "-n", "200", "--json", "--url", server.Url);
        tail.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("data").GetProperty("n").GetInt32()).ShouldBe(Enumerable.Range(1, 200));
    }

    [Fact]
    public async Task Input_ThatIsNoJson_EndsWithItsLine_AndWhatWasBeforeIsThere()
    {
        var room = ServerFixture.Unique("room");
        var run = await Tool.RunAsync(["publish", "room", room, "-", "--url", server.Url], "1\n2\nthree\n4\n");

        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain("line 3 is no JSON");
        (await RunAsync("room", room, "5")).Lines.ShouldHaveSingleItem().ShouldStartWith("#3 ");
    }

    [Fact]
    public async Task Text_IsTakenAsItIs()
    {
        var room = ServerFixture.Unique("room");
        await RunAsync("room", room, "{not json", "--text");
        var tail = await Tool.RunAsync("tail", "room", room, "--since", "0", "-n", "1", "--url", server.Url);

        tail.Out.ShouldContain("rt: {not json");
    }

    [Fact]
    public async Task User_WhoIsAway_HasItInTheInbox()
    {
        var user = ServerFixture.Unique("user");
        var run = await RunAsync("user", user, "1");
        run.Lines.ShouldBe([$"#1 {user}: waits in the inbox"]);

        var tail = await Tool.RunAsync("tail", "inbox", "--user", user, "-n", "1", "--url", server.Url);
        tail.ExitCode.ShouldBe(ExitCode.Ok, tail.Error);
        tail.Out.ShouldContain("inbox #1 rt: 1");
    }

    [Fact]
    public async Task Private_AndStream_AndBroadcast_AreAcknowledged()
    {
        (await RunAsync("private", ServerFixture.Unique("user"), "1")).Out.ShouldStartWith("#1 ");
        (await RunAsync("stream", ServerFixture.Unique("stream"), "1")).Lines.ShouldHaveSingleItem().ShouldMatch(@"^\d+-\d+$");
        (await RunAsync("broadcast", "1")).Out.ShouldStartWith("sent to ");
    }

    [Fact]
    public async Task Group_OfOthers_IsRefused()
    {
        var run = await RunAsync("group", ServerFixture.Unique("group"), "1", "--user", "stranger", "--role", "none");

        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.ErrorLines.ShouldHaveSingleItem().ShouldStartWith("rt publish group: not_");
    }

    [Fact]
    public async Task Room_WithoutTheRole_SaysWhatIsMissing()
    {
        var run = await RunAsync("room", ServerFixture.Unique("room"), "1", "--role", "none");

        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain("role service");
    }

    [Fact]
    public async Task Server_ThatIsNotThere_CannotConnect()
    {
        var run = await Tool.RunAsync("publish", "room", "r", "1", "--url", $"http://127.0.0.1:{RedisServer.FreePort()}");

        run.ExitCode.ShouldBe(ExitCode.CannotConnect);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain("cannot connect to http://127.0.0.1");
    }

    [Fact]
    public async Task Token_OfNobody_CannotConnect()
    {
        var run = await Tool.RunAsync(["publish", "room", "r", "1", "--url", server.Url], variables: new Dictionary<string, string> { ["RT_TOKEN"] = "nonsense" });

        run.ExitCode.ShouldBe(ExitCode.CannotConnect);
        run.Error.ShouldContain("does not take this token");
        run.Error.ShouldNotContain("nonsense");
    }

    private Task<ToolRun> RunAsync(params string[] args) => Tool.RunAsync(["publish", .. args, "--url", server.Url]);
}
