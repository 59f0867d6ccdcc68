using System.Net.Http.Json;
using System.Text.Json;
using Orleans.Realtime.Cli.Tests.Support;

namespace Orleans.Realtime.Cli.Tests;

[Collection(ServerTests.Name)]
public sealed class TailTests(ServerFixture server)
{
    [Fact]
    public async Task Room_FollowsUntilInterrupted()
    {
        var room = ServerFixture.Unique("room");
        await using var tail = Tool.Start("tail", "room", room, "--since", "0", "--url", server.Url);
        await PublishAsync("room", room, "\"one\"");
        await tail.Out.HasAsync("#1 rt: one");
        await PublishAsync("room", room, "{\"two\":2}");
        await tail.Out.HasAsync("#2 rt: {\"two\":2}");
        tail.Interrupt();
        var run = await tail.EndAsync();

        run.ExitCode.ShouldBe(ExitCode.Interrupted);
        run.Lines.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Since_OfLessThanZero_CountsBackFromTheEnd()
    {
        var room = ServerFixture.Unique("room");
        await Tool.RunAsync(["publish", "room", room, "-", "--url", server.Url], "1\n2\n3\n4\n5\n");
        var run = await Tool.RunAsync("tail", "room", room, "--since", "-2", "-n", "2", "--json", "--url", server.Url);

        run.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("seq").GetInt32()).ShouldBe([4, 5]);
    }

    [Fact]
    public async Task Position_OfALogThatIsNoMore_IsSaid()
    {
        var room = ServerFixture.Unique("room");
        await PublishAsync("room", room, "1");
        var run = await Tool.RunAsync("tail", "room", room, "--since", "500", "-n", "1", "--url", server.Url);

        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error);
        run.Out.ShouldContain("-- " + room);
        run.Lines[^1].ShouldContain("#1 rt: 1");
    }

    [Fact]
    public async Task Stream_BeginsBehindAnEntry()
    {
        var stream = ServerFixture.Unique("stream");
        await Tool.RunAsync(["publish", "stream", stream, "-", "--url", server.Url], "1\n2\n3\n");
        var all = await Tool.RunAsync("tail", "stream", stream, "--start", "0", "-n", "3", "--json", "--url", server.Url);
        var second = JsonDocument.Parse(all.Lines[1]).RootElement.GetProperty("id").GetString()!;
        var rest = await Tool.RunAsync("tail", "stream", stream, "--start", second, "-n", "1", "--url", server.Url);

        all.ExitCode.ShouldBe(ExitCode.Ok, all.Error);
        all.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("data").GetInt32()).ShouldBe([1, 2, 3]);
        rest.Out.ShouldEndWith(": 3\n");
    }

    [Fact]
    public async Task Group_AndPrivate_BeginWhereTheyAreAskedTo()
    {
        var (group, alice, bob) = (ServerFixture.Unique("group"), ServerFixture.Unique("alice"), ServerFixture.Unique("bob"));
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        using var made = await http.PostAsJsonAsync($"api/v1/groups?user_id={alice}", new { group_id = group, members = new[] { bob } });
        made.EnsureSuccessStatusCode();
        await PublishAsync("group", group, "\"lunch?\"", "--user", alice);
        await PublishAsync("private", bob, "\"psst\"", "--user", alice);

        var inGroup = await Tool.RunAsync("tail", "group", group, "--since", "0", "-n", "1", "--user", bob, "--url", server.Url);
        inGroup.ExitCode.ShouldBe(ExitCode.Ok, inGroup.Error);
        inGroup.Lines[^1].ShouldContain($"{alice}: lunch?");
        var inPrivate = await Tool.RunAsync("tail", "private", alice, "--since", "0", "-n", "1", "--user", bob, "--json", "--url", server.Url);
        JsonDocument.Parse(inPrivate.Lines[^1]).RootElement.GetProperty("content").GetString().ShouldBe("psst");
    }

    [Fact]
    public async Task Group_ThatOneIsNoMemberOf_IsRefused()
    {
        var run = await Tool.RunAsync("tail", "group", ServerFixture.Unique("group"), "--role", "none", "--url", server.Url);

        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.ErrorLines[^1].ShouldStartWith("rt tail group: not_");
    }

    private async Task PublishAsync(params string[] args) => (await Tool.RunAsync(["publish", .. args, "--url", server.Url])).ExitCode.ShouldBe(ExitCode.Ok);
}
