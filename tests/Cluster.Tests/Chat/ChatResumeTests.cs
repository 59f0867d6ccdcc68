using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>A client that lost its socket misses nothing of its groups and private conversations.</summary>
[Collection(ChatSuite.Name)]
public sealed class ChatResumeTests(ChatServerFixture chat)
{
    [Fact]
    public async Task SocketKilledAgainAndAgain_WithPositions_SeesEverythingOnceAndInOrder()
    {
        const int Total = 300;
        const int Rounds = 6;
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        var client = await ben.ConnectAsync();

        // The sender has no socket: what it sends over HTTP is worth as much.
        var publishing = Task.Run(async () =>
        {
            for (var i = 1; i <= Total; i++)
            {
                await anna.SayAsync(group, $"{i}");
                await anna.WhisperAsync(ben, $"{i}");
            }
        });

        List<long> groupSeqs = [], privateSeqs = [];
        for (var round = 1; round <= Rounds; round++)
        {
            var until = round * Total / Rounds;
            while (groupSeqs.Count < until || (round == Rounds && privateSeqs.Count < Total))
            {
                var frame = await client.ReceiveUntilAsync(each => each.Text("type") is not ("presence" or "reply"));
                frame.Text("type").ShouldBeOneOf("group", "private");
                frame.Number("content").ShouldBe(frame.Number("seq"));
                (frame.Text("type") == "group" ? groupSeqs : privateSeqs).Add(frame.Number("seq"));
            }

            if (round < Rounds)
            {
                client.Abort();
                client = await ben.ConnectAsync(client.SessionId);
                client.Connected["resumed"]!.GetValue<bool>().ShouldBeTrue();
                await client.SendAsync(
                    $$"""{"type":"resume","id":"r","groups":{"{{group}}":{{groupSeqs.LastOrDefault()}} },"privates":{"{{anna.Id}}":{{privateSeqs.LastOrDefault()}} } }""");
            }
        }

        await publishing;
        groupSeqs.ShouldBe(Enumerable.Range(1, Total).Select(i => (long)i));
        privateSeqs.ShouldBe(groupSeqs);
        (await client.RestAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reply_TellsWhatFollows()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        var first = await ben.ConnectAsync();
        await anna.SayAsync(group, "1");
        await anna.WhisperAsync(ben, "1");
        var epoch = (await ben.UnreadOfAsync(group))!.Text("epoch");
        first.Abort();
        for (var i = 2; i <= 4; i++)
        {
            await anna.SayAsync(group, $"{i}");
        }

        var again = await ben.ConnectAsync(first.SessionId);
        var reply = await again.AskAsync(
            $$"""{"type":"resume","id":"r","groups":{"{{group}}":{"seq":1,"epoch":"{{epoch}}"} },"privates":{"{{anna.Id}}":{"seq":0} } }""");

        var recovered = reply["recovered"]!;
        recovered["groups"]![group]!.ToJsonString().ShouldBe($$"""{"count":3,"last_seq":4,"epoch":"{{epoch}}","complete":true}""");
        (recovered["privates"]![anna.Id]!.Number("count"), recovered["privates"]![anna.Id]!.Number("last_seq")).ShouldBe((1, 1));
        var frames = await again.RestAsync();
        frames.Where(frame => frame.Text("type") == "group").Select(frame => frame.Number("seq")).ShouldBe([2, 3, 4]);
        frames.Where(frame => frame.Text("type") == "private").Select(frame => frame.Number("seq")).ShouldBe([1]);
        frames.Count.ShouldBe(4);
    }

    [Fact]
    public async Task SessionIdAlone_BringsWhatWasNotConfirmed()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl");
        var group = await anna.CreateGroupAsync(ben);
        var first = await ben.ConnectAsync();
        await anna.SayAsync(group, "1");
        await first.NextAsync("group");
        first.Abort();
        for (var i = 2; i <= 5; i++)
        {
            await anna.SayAsync(group, $"{i}");
        }

        // These began while it was away: a conversation and a group.
        await carl.WhisperAsync(ben, "1");
        var joined = await carl.CreateGroupAsync();
        await carl.AddAsync(joined, ben);
        await carl.SayAsync(joined, "\"welcome\"");

        var again = await ben.ConnectAsync(first.SessionId);
        again.Connected["resumed"]!.GetValue<bool>().ShouldBeTrue();
        List<long> seqs = [];
        List<JsonObject> others = [];
        while (seqs.LastOrDefault() < 5 || others.Count < 3)
        {
            var frame = await again.ReceiveUntilAsync(each => each.Text("type") != "presence");
            if (frame["group_id"]?.GetValue<string>() == group)
            {
                seqs.Add(frame.Number("seq"));
            }
            else
            {
                others.Add(frame);
            }
        }

        seqs.ShouldBeInOrder();
        seqs.ShouldBeUnique("once on this socket");
        seqs[^4..].ShouldBe([2, 3, 4, 5]);
        others.Select(frame => frame.Text("type")).ShouldBe(["private", "member", "group"], ignoreOrder: true);
        (await again.RestAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task PositionThatHistoryLost_BeginsWithAGap()
    {
        const int Total = 1_100;
        await using var server = await EmbeddedServer.StartAsync(("Conversations:MaxMessages", "1001"));
        await using ChatUser anna = new(server, "anna"), ben = new(server, "ben");
        var group = await anna.CreateGroupAsync(ben);
        var first = await ben.ConnectAsync();
        first.Abort();
        await Parallel.ForAsync(0, Total, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await anna.SayAsync(group, $"{i}"));

        var again = await ben.ConnectAsync(first.SessionId);
        var reply = await again.AskAsync($$"""{"type":"resume","id":"r","groups":{"{{group}}":3} }""");
        reply["recovered"]!["groups"]![group]!["complete"]!.GetValue<bool>().ShouldBeFalse();
        var gap = await again.NextAsync("gap");
        gap.Text("group_id").ShouldBe(group);
        gap.Number("from_seq").ShouldBe(4);
        for (var seq = gap.Number("to_seq") + 1; seq <= Total; seq++)
        {
            (await again.NextAsync("group")).Number("seq").ShouldBe(seq);
        }

        gap.Number("to_seq").ShouldBeInRange(50, Total - 1_001, "about the newest thousand are kept");
    }

    [Fact]
    public async Task PositionOfAnotherEpoch_IsAGapFromTheBeginning()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        await anna.SayAsync(group, "1");
        var client = await ben.ConnectAsync("forgotten");
        client.Connected["resumed"]!.GetValue<bool>().ShouldBeFalse();

        await client.AskAsync($$"""{"type":"resume","id":"r","groups":{"{{group}}":{"seq":1,"epoch":"another"} } }""");

        var gap = await client.NextAsync("gap");
        (gap.Text("group_id"), gap.Number("from_seq"), gap.Number("to_seq")).ShouldBe((group, 1, 0));
        (await client.NextAsync("group")).Number("seq").ShouldBe(1);
    }
}
