using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>Members come and go while others publish at full speed: the order of the group's log decides who hears what.</summary>
[Collection(ChatSuite.Name)]
public sealed class MembershipRaceTests(ChatServerFixture chat)
{
    [Fact]
    public async Task RemovedMember_HearsAPrefixThatEndsWithItsRemoval_AndNothingOnceTheCallIsAnswered()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl");
        var group = await anna.CreateGroupAsync(ben, carl);
        TestClient phone = await ben.ConnectAsync(), desktop = await ben.ConnectAsync(), carls = await carl.ConnectAsync();
        using var stop = new CancellationTokenSource();
        var publishing = PublishAsync(anna, group, stop.Token);
        List<JsonObject> heard = [await phone.NextAsync("group")], heardToo = [];

        while (heard.Count < 100)
        {
            heard.Add(await phone.NextAsync("group"));
        }

        await anna.RemoveAsync(group, ben);
        heard.AddRange(await phone.RestAsync());
        heardToo.AddRange(await desktop.RestAsync());
        await stop.CancelAsync();
        await publishing;
        var last = await anna.SayAsync(group, "\"end\"");

        var all = new List<JsonObject>();
        while (all.Count == 0 || all[^1].Number("seq") < last.Number("seq"))
        {
            all.Add(await carls.ReceiveUntilAsync(frame => frame.Text("type") != "presence"));
        }

        Seqs(all).ShouldBe(Enumerable.Range(1, (int)last.Number("seq")).Select(i => (long)i));
        foreach (var prefix in new[] { heard, heardToo })
        {
            prefix[^1].Text("type").ShouldBe("member");
            prefix[^1].Text("action").ShouldBe("removed");
            prefix[^1].Text("user_id").ShouldBe(ben.Id);
            prefix.Select(frame => frame.ToJsonString()).ShouldBe(all.Take(prefix.Count).Select(frame => frame.ToJsonString()), "everybody sees one order");
        }

        (await phone.RestAsync()).ShouldBeEmpty();
        (await desktop.RestAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task MemberThatComesAndGoes_HearsExactlyItsMemberships()
    {
        const int Rounds = 15;
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync();
        TestClient phone = await ben.ConnectAsync(), desktop = await ben.ConnectAsync();
        using var stop = new CancellationTokenSource();
        var publishing = PublishAsync(anna, group, stop.Token);

        for (var i = 0; i < Rounds; i++)
        {
            await anna.AddAsync(group, ben);
            await phone.ReceiveUntilAsync(frame => frame.Text("type") == "group" && frame.Number("seq") > 0);
            await anna.RemoveAsync(group, ben);
            await anna.SayAsync(group, "\"unheard\"");
        }

        await anna.AddAsync(group, ben);
        await stop.CancelAsync();
        await publishing;
        var end = (await anna.SayAsync(group, "\"end\"")).Number("seq");

        var frames = new List<JsonObject>();
        while (frames.Count == 0 || frames[^1]["seq"]?.GetValue<long>() is not { } seq || seq < end)
        {
            frames.Add(await desktop.ReceiveUntilAsync(frame => frame.Text("type") != "presence"));
        }

        ShouldBeMemberships(frames).ShouldBe(Rounds + 1);
        (await desktop.RestAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task MemberThatConnectsAgainAndAgain_WhileItIsAddedAndRemoved_NeverHearsWhatIsNotItsOwn()
    {
        const int Rounds = 15;
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl");
        var group = await anna.CreateGroupAsync(carl);
        var carls = await carl.ConnectAsync();
        using var stop = new CancellationTokenSource();
        var publishing = PublishAsync(anna, group, stop.Token);
        var changing = Task.Run(async () =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                await anna.AddAsync(group, ben);
                await anna.RemoveAsync(group, ben);
            }
        });

        var heard = new List<IReadOnlyList<JsonObject>>();
        while (!changing.IsCompleted)
        {
            await using var client = await TestClient.ConnectAsync(chat.Server.SocketUri($"user_id={ben.Id}"));
            heard.Add(await client.RestAsync());
        }

        await changing;
        await using var last = await TestClient.ConnectAsync(chat.Server.SocketUri($"user_id={ben.Id}"));
        await stop.CancelAsync();
        await publishing;
        var end = await anna.SayAsync(group, "\"end\"");

        (await last.RestAsync()).ShouldBeEmpty("no connection is left behind as a listener");
        var memberships = await MembershipsAsync(carls, ben, end.Number("seq"));
        foreach (var frame in heard.SelectMany(frames => frames).Where(frame => frame.Text("type") == "group"))
        {
            memberships.ShouldContain(each => each.From < frame.Number("seq") && frame.Number("seq") < each.To, frame.ToJsonString());
        }

        foreach (var frames in heard)
        {
            var seqs = Seqs(frames.Where(frame => frame.ContainsKey("seq")));
            seqs.ShouldBeInOrder();
            seqs.ShouldBeUnique();
        }
    }

    [Fact]
    public async Task RemovedWhileAway_TheResumeBringsNothing()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        var other = await anna.CreateGroupAsync(ben);
        var bens = await ben.ConnectAsync();
        var seen = await anna.SayAsync(group, "1");
        await bens.NextAsync("group");
        bens.Abort();
        await Eventually.HoldsAsync(async () => (await anna.GetOkAsync($"/api/v1/users/{ben.Id}/presence")).Text("status") == "offline");

        await anna.SayAsync(group, "\"while a member\"");
        await anna.RemoveAsync(group, ben);
        await anna.SayAsync(group, "\"afterwards\"");
        await anna.SayAsync(other, "\"still here\"");

        var again = await ben.ConnectAsync(bens.SessionId);
        again.Connected["resumed"]!.GetValue<bool>().ShouldBeTrue();
        again.Connected["unread"]!.AsArray().ShouldHaveSingleItem()!.Text("group_id").ShouldBe(other);
        await again.SendAsync($$"""{"type":"resume","id":"r","groups":{"{{group}}":{{seen.Number("seq")}},"{{other}}":0} }""");
        var frames = new List<JsonObject>();
        while (frames.LastOrDefault()?.Text("type") != "group")
        {
            frames.Add(await again.ReceiveUntilAsync(frame => frame.Text("type") != "presence"));
        }

        frames[^1].Text("group_id").ShouldBe(other);
        frames.Single(frame => frame.Text("type") == "reply")["recovered"]!["groups"]![group]!.Text("error").ShouldBe("not_member");
        var told = frames.Single(frame => frame.Text("type") == "member");
        (told.Text("group_id"), told.Text("user_id"), told.Text("action")).ShouldBe((group, ben.Id, "removed"));
        frames.Count.ShouldBe(3);
        (await again.RestAsync()).ShouldBeEmpty();
    }

    /// <summary>Publishes one message after the other over a socket and over HTTP, until it is told to stop.</summary>
    private static async Task PublishAsync(ChatUser user, string group, CancellationToken stop)
    {
        var client = await user.ConnectAsync();
        await Task.WhenAll(AskAsync(), SayAsync());

        async Task AskAsync()
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await client.AskAsync($$"""{"type":"group","id":"f{{i}}","group_id":"{{group}}","content":{{i}}}""");
            }
        }

        async Task SayAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                await user.SayAsync(group, "\"by HTTP\"");
            }
        }
    }

    /// <summary>
    /// From each <c>added</c> to the next <c>removed</c> every position, and nothing in between: answers how many memberships there were. A membership that ends while a
    /// connection is still being brought to where it began has a gap before its end.
    /// </summary>
    private static int ShouldBeMemberships(IEnumerable<JsonObject> frames)
    {
        var (count, inside, next, cut) = (0, false, 0L, false);
        foreach (var frame in frames)
        {
            if (frame.Text("type") == "gap")
            {
                var from = frame.Number("from_seq");
                (inside ? from == next : from >= next).ShouldBeTrue(frame.ToJsonString());
                (count, inside, next, cut) = (inside ? count : count + 1, true, frame.Number("to_seq") + 1, true);
                continue;
            }

            var seq = frame.Number("seq");
            if (inside)
            {
                seq.ShouldBe(next, frame.ToJsonString());
                inside = frame.Text("type") != "member" || frame.Text("action") != "removed";
                (cut && inside).ShouldBeFalse(frame.ToJsonString());
                cut = false;
            }
            else
            {
                (frame.Text("type"), frame["action"]?.GetValue<string>()).ShouldBe(("member", "added"), frame.ToJsonString());
                seq.ShouldBeGreaterThan(next - 1);
                (inside, count) = (true, count + 1);
            }

            next = seq + 1;
        }

        return count;
    }

    private static List<long> Seqs(IEnumerable<JsonObject> frames) => [.. frames.Select(frame => frame.Number("seq"))];

    /// <summary>The memberships of a user as a member who was there all the time sees them.</summary>
    private static async Task<List<(long From, long To)>> MembershipsAsync(TestClient watcher, ChatUser user, long end)
    {
        var memberships = new List<(long From, long To)>();
        while (true)
        {
            var frame = await watcher.ReceiveUntilAsync(each => each.Text("type") is "group" or "member");
            if (frame.Number("seq") == end)
            {
                return memberships;
            }

            if (frame.Text("type") == "member" && frame.Text("user_id") == user.Id)
            {
                if (frame.Text("action") == "added")
                {
                    memberships.Add((frame.Number("seq"), long.MaxValue));
                }
                else
                {
                    memberships[^1] = (memberships[^1].From, frame.Number("seq"));
                }
            }
        }
    }
}
