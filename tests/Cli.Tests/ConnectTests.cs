using System.Text.Json;
using System.Text.RegularExpressions;
using Orleans.Realtime.Cli.Tests.Support;

namespace Orleans.Realtime.Cli.Tests;

[Collection(ServerTests.Name)]
public sealed partial class ConnectTests(ServerFixture server)
{
    [Fact]
    public async Task TwoUsers_Talk()
    {
        var (room, alice, bob) = (ServerFixture.Unique("room"), ServerFixture.Unique("alice"), ServerFixture.Unique("bob"));
        await using var a = Start("--user", alice, "--room", room);
        await using var b = Start("--user", bob, "--room", room);
        await a.Error.HasAsync($"in {room}");
        await b.Error.HasAsync($"in {room}");
        a.In.Type("hello, bob");
        await b.Out.HasAsync($"{alice}: hello, bob");
        b.In.Type($"/private {alice} psst");
        await a.Out.HasAsync($"@{bob} #1 {bob}: psst");
        b.In.Type("/leave");
        await b.Error.HasAsync("-- left");
        b.In.Type("too late");
        await b.Error.HasAsync("there is no room yet");
        b.In.Type("//slash");
        b.In.Type("/dance");
        await b.Error.HasAsync("/dance is no command");
        b.In.Type("/help");
        await b.Error.HasAsync("/join ROOM");
        a.In.Type("/quit");

        (await a.EndAsync()).ExitCode.ShouldBe(ExitCode.Ok);
        b.Interrupt();
        (await b.EndAsync()).ExitCode.ShouldBe(ExitCode.Interrupted);
    }

    [Fact]
    public async Task Pipe_IsSentAndAcknowledged_BeforeTheEnd()
    {
        var room = ServerFixture.Unique("room");
        var run = await Tool.RunAsync(["connect", "--user", "bot", "--room", room, "--url", server.Url], "one\ntwo\nthree\n");
        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);

        var tail = await Tool.RunAsync("tail", "room", room, "--since", "0", "-n", "3", "--url", server.Url);
        tail.Lines.Select(line => line[(line.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]).ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task Pipe_WithWhatWasRefused_Fails()
    {
        var run = await Tool.RunAsync(["connect", "--user", "bot", "--url", server.Url], $"/group {ServerFixture.Unique("group")} hello\n");

        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Error.ShouldContain("not_");
    }

    [Fact]
    public async Task Json_IsEveryFrameAsItCame_AndRawFramesAreAnswered()
    {
        await using var tool = Start("--user", ServerFixture.Unique("user"), "--json");
        await tool.Out.HasAsync("\"type\":\"connected\"");
        tool.In.Type("""/raw {"type":"subscribe","id":"mine","room_id":"somewhere"}""");
        await tool.Out.HasAsync("\"id\":\"mine\"");
        tool.In.End();
        var run = await tool.EndAsync();

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        run.Lines.ShouldAllBe(line => JsonDocument.Parse(line, default).RootElement.ValueKind == JsonValueKind.Object);
    }

    [Fact]
    public async Task Raw_PrintsTheAnswerOnly_WhereFramesAreShownForPeople()
    {
        await using var tool = Start("--user", ServerFixture.Unique("user"), "--room", ServerFixture.Unique("room"));
        await tool.Error.HasAsync("-- in ");
        tool.In.Type("not seen");
        tool.In.Type("""/raw {"type":"ping"}""");
        await tool.Out.HasAsync("""{"type":"pong"}""");
        tool.In.Type("/raw nonsense");
        await tool.Error.HasAsync("that is no JSON");

        tool.Out.ToString().ShouldNotContain("reply");
    }

    [Fact]
    public async Task Session_GoesOn()
    {
        var (room, user) = (ServerFixture.Unique("room"), ServerFixture.Unique("user"));
        await using var proxy = new Proxy(new Uri(server.Url));
        await using var first = Tool.Start("connect", "--user", user, "--room", room, "--url", proxy.Url);
        await first.Error.HasAsync("-- in ");
        var session = SessionId().Match(first.Error.ToString()).Groups[1].Value;

        // Cut, and not closed: a session that was closed has ended.
        proxy.Stop();
        await first.Error.HasAsync("connection lost");
        await Tool.RunAsync("publish", "room", room, "\"meanwhile\"", "--url", server.Url);
        await using var second = Start("--user", user, "--session", session);
        await second.Error.HasAsync("goes on");
        await second.Out.HasAsync("rt: meanwhile");
    }

    [Fact]
    public async Task LostConnection_IsSaid_AndComesBack()
    {
        var room = ServerFixture.Unique("room");
        await using var proxy = new Proxy(new Uri(server.Url));
        await using var tool = Tool.Start("connect", "--room", room, "--url", proxy.Url);
        await tool.Error.HasAsync("-- in ");
        proxy.Cut();
        await tool.Error.HasAsync("connection lost");
        await tool.Error.HasAsync("goes on");
        await Tool.RunAsync("publish", "room", room, "\"still here\"", "--user", "someone", "--url", server.Url);
        await tool.Out.HasAsync("someone: still here");
    }

    [Fact]
    public async Task ClosedByTheServer_EndsWithItsWords()
    {
        await using var tool = Start("--user", ServerFixture.Unique("user"));
        await tool.Error.HasAsync("session ");
        var session = SessionId().Match(tool.Error.ToString()).Groups[1].Value;
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        using var closed = await http.DeleteAsync(new Uri($"api/v1/connections/{session}?user_id=ops&role=service", UriKind.Relative));
        closed.EnsureSuccessStatusCode();
        var run = await tool.EndAsync();

        run.ExitCode.ShouldBe(ExitCode.CannotConnect);
        run.ErrorLines[^1].ShouldContain("closed the connection for good");
    }

    private Tool Start(params string[] args) => Tool.Start(["connect", .. args, "--url", server.Url]);

    [GeneratedRegex("session ([0-9a-f]+)")]
    private static partial Regex SessionId();
}
