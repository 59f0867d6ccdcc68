using System.Text.Json.Nodes;
using Orleans.Realtime.Client.Tests.Support;

namespace Orleans.Realtime.Client.Tests;

/// <summary>What is sent: kept, ordered, repeated, bounded, answered.</summary>
public sealed class OutboxTests
{
    [Fact]
    public async Task Refusal_HasTheServersCodeAndDelay()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var sent = world.Client.PublishAsync("r1", "hello");
        socket.Refuse(await socket.NextAsync("room"), RealtimeErrorCodes.Forbidden, """{"retry_after_ms":1500}""");

        var error = await Should.ThrowAsync<RealtimeClientException>(sent);

        (error.Code, error.RetryAfter, error.MaybeStored).ShouldBe((RealtimeErrorCodes.Forbidden, TimeSpan.FromSeconds(1.5), false));
    }

    [Fact]
    public async Task Frames_AreAsTheProtocolHasThem()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var client = world.Client;
        _ = client.PublishAsync("r1", JsonPayload.FromJson("""{ "n" : 9007199254740993 }"""), new PublishOptions { Id = "a", Trace = "00-1" });
        _ = client.SendToGroupAsync("g1", "hi", new GroupPublishOptions { Id = "b", Mentions = ["u2", "u3"] });
        _ = client.SendPrivatelyAsync("u2", default, new PublishOptions { Id = "c" });
        _ = client.SendToUsersAsync(["u2", "u3"], 5.AsPayload(), new PriorityPublishOptions { Id = "d", HighPriority = true });
        _ = client.BroadcastAsync("noon", new PriorityPublishOptions { Id = "e" });
        _ = client.MarkReadAsync(ChatTarget.User("u2"), 7, new SendOptions { Id = "f" });
        _ = client.RecallAsync(ChatTarget.Group("g1"), "m1", new SendOptions { Id = "g" });
        _ = client.GetPresenceAsync(ChatTarget.Room("r1"), new SendOptions { Id = "h" });
        _ = client.GetHistoryPageAsync(ChatTarget.User("u2"), new HistoryOptions { Id = "i", BeforeSeq = 9, Limit = 3 });
        client.SendTyping(ChatTarget.User("u2"));
        client.SendTyping(ChatTarget.Group("g1"));
        await Until.TrueAsync(() => socket.Sent.Count == 11);

        socket.Sent.Select(frame => frame.ToJsonString()).ShouldBe(
        [
            """{"type":"room","id":"a","room_id":"r1","data":{"n":9007199254740993},"trace":"00-1"}""",
            """{"type":"group","id":"b","group_id":"g1","content":"hi","mentions":["u2","u3"]}""",
            """{"type":"private","id":"c","to_user_id":"u2","content":null}""",
            """{"type":"user","id":"d","target_ids":["u2","u3"],"data":5,"priority":"high"}""",
            """{"type":"broadcast","id":"e","data":"noon"}""",
            """{"type":"read","id":"f","peer_user_id":"u2","seq":7}""",
            """{"type":"recall","id":"g","group_id":"g1","message_id":"m1"}""",
            """{"type":"presence","id":"h","room_id":"r1"}""",
            """{"type":"history","id":"i","peer_user_id":"u2","before_seq":9,"limit":3}""",
            """{"type":"typing","to_user_id":"u2"}""",
            """{"type":"typing","group_id":"g1"}""",
        ]);
    }

    [Fact]
    public async Task Answers_AreRead()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var users = world.Client.SendToUsersAsync(["u2", "u3"], "x");
        var broadcast = world.Client.BroadcastAsync("x");
        var read = world.Client.MarkReadAsync(ChatTarget.Group("g1"), 7);
        var presence = world.Client.GetPresenceAsync(ChatTarget.Group("g1"));
        await socket.ReplyAsync("user", """{"results":[{"user_id":"u2","seq":4,"online":true},{"user_id":"u3","error":"unavailable"}]}""");
        await socket.ReplyAsync("broadcast", """{"gateways":2,"connections":30}""");
        await socket.ReplyAsync("read", """{"seq":7,"unread":2}""");
        await socket.ReplyAsync("presence", """{"online":["u2"],"online_count":1,"member_count":3}""");

        (await users).ShouldBe([new UserResult("u2", 4, true, null), new UserResult("u3", null, false, "unavailable")]);
        (await broadcast).ShouldBe(new BroadcastResult(2, 30));
        (await read).ShouldBe(new ReadResult(7, 2));
        var there = await presence;
        (there.Online.Single(), there.OnlineCount, there.MemberCount).ShouldBe(("u2", 1, 3));
    }

    [Fact]
    public async Task Messages_WaitForAConnection_AndGoOutInOrder()
    {
        await using var world = new World();
        var sent = Enumerable.Range(0, 3).Select(i => world.Client.PublishAsync("r1", $"{i}")).ToList();
        var socket = await world.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            var request = await socket.ReplyAsync("room", Frame.Stored(i + 1, $"m{i}"));
            ((string?)request["data"]).ShouldBe($"{i}");
            (await sent[i]).MessageId.ShouldBe($"m{i}");
        }
    }

    [Fact]
    public async Task Messages_WithoutAnswer_AreRepeatedUnderTheSameId_BeforeWhatIsNew()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var first = world.Client.PublishAsync("r1", "first");
        var request = await socket.NextAsync("room");
        socket.Break();
        await world.WaitsAsync();
        var second = world.Client.PublishAsync("r1", "second");

        var next = await world.ReconnectAsync();
        (await next.ReplyAsync("room", Frame.Stored(1, "m1"))).ToJsonString().ShouldBe(request.ToJsonString());
        ((string?)(await next.ReplyAsync("room", Frame.Stored(2, "m2")))["data"]).ShouldBe("second");

        ((await first).Seq, (await second).Seq).ShouldBe((1, 2));
    }

    [Fact]
    public async Task OneMessageToATarget_IsUnderWay_SoThatARefusalReordersNothing()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var first = world.Client.PublishAsync("r1", "first");
        var second = world.Client.PublishAsync("r1", "second");
        var other = world.Client.PublishAsync("r2", "other");
        var request = await socket.NextAsync("room");
        ((string?)(await socket.ReplyAsync("room", Frame.Stored(1, "o")))["data"]).ShouldBe("other", "the other room does not wait");
        await other;
        socket.Refuse(request, RealtimeErrorCodes.Unavailable);
        await Until.TrueAsync(() =>
        {
            world.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return socket.Sent.Count == 3;
        });

        ((string?)(await socket.ReplyAsync("room", Frame.Stored(1, "a")))["id"]).ShouldBe((string?)request["id"]);
        ((string?)(await socket.ReplyAsync("room", Frame.Stored(2, "b")))["data"]).ShouldBe("second");
        ((await first).Seq, (await second).Seq).ShouldBe((1, 2));
    }

    [Fact]
    public async Task More_AreUnderWay_WhereThatIsAskedFor_ButNotBeyondAll()
    {
        await using var world = new World(options => (options.Queue.MaxInFlightPerTarget, options.Queue.MaxInFlight) = (2, 3));
        var socket = await world.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            _ = world.Client.PublishAsync("r1", $"a{i}");
            _ = world.Client.PublishAsync("r2", $"b{i}");
        }

        await Until.TrueAsync(() => socket.Sent.Count == 3);
        socket.Sent.Select(frame => (string?)frame["data"]).ShouldBe(["a0", "b0", "a1"], ignoreOrder: true);
        socket.Reply(socket.Sent[0], Frame.Stored(1, "m"));
        await Until.TrueAsync(() => socket.Sent.Count == 4);
        ((string?)socket.Sent[3]["data"]).ShouldBeOneOf("a2", "b1");
    }

    [Fact]
    public async Task More_ThanMayWait_AndWhatIsTooLarge_IsRefused()
    {
        await using var world = new World(options => (options.Queue.MaxItems, options.Queue.MaxMessageBytes) = (1, 1_024));
        (await Should.ThrowAsync<RealtimeClientException>(world.Client.PublishAsync("r1", new string('x', 1_024)))).Code.ShouldBe(RealtimeErrorCodes.TooLarge);
        _ = world.Client.PublishAsync("r1", "waits");

        var error = await Should.ThrowAsync<RealtimeClientException>(world.Client.PublishAsync("r1", "one too many"));

        (error.Code, error.MaybeStored).ShouldBe((RealtimeErrorCodes.QueueFull, false));
        world.Client.PendingRequests.ShouldBe(1);
    }

    [Fact]
    public async Task Ids_ThatAreUsedOrTooLong_AreRefused()
    {
        await using var world = new World();
        _ = world.Client.PublishAsync("r1", "waits", new PublishOptions { Id = "mine" });

        (await Should.ThrowAsync<RealtimeClientException>(world.Client.PublishAsync("r1", "again", new PublishOptions { Id = "mine" }))).Code.ShouldBe(RealtimeErrorCodes.BadRequest);
        (await Should.ThrowAsync<RealtimeClientException>(world.Client.PublishAsync("r1", "long", new PublishOptions { Id = new string('i', 65) }))).Code.ShouldBe(RealtimeErrorCodes.BadRequest);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(world.Client.PublishAsync("r1", "never", new PublishOptions { Timeout = TimeSpan.Zero }));
    }

    [Fact]
    public async Task Time_RunsOut_AndTheErrorSaysWhetherItMayHaveBeenStored()
    {
        await using var world = new World(options => options.Heartbeat.Timeout = TimeSpan.FromMinutes(5));
        var waits = world.Client.PublishAsync("r1", "waits", new PublishOptions { Timeout = TimeSpan.FromSeconds(1) });
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var unsent = await Should.ThrowAsync<RealtimeClientException>(waits);
        (unsent.Code, unsent.MaybeStored).ShouldBe((RealtimeErrorCodes.Timeout, false));

        var socket = await world.ConnectAsync();
        var sent = world.Client.PublishAsync("r1", "sent", new PublishOptions { Timeout = TimeSpan.FromSeconds(20) });
        await socket.NextAsync("room");
        world.Clock.Advance(TimeSpan.FromSeconds(20));
        var unanswered = await Should.ThrowAsync<RealtimeClientException>(sent);
        (unanswered.Code, unanswered.MaybeStored).ShouldBe((RealtimeErrorCodes.Timeout, true));
    }

    [Fact]
    public async Task Time_RunsOutWhileTheServerRefuses_GivesItsLastRefusal()
    {
        await using var world = new World(options => options.Heartbeat.Idle = TimeSpan.FromHours(1));
        var socket = await world.ConnectAsync();
        var sent = world.Client.PublishAsync("r1", "x", new PublishOptions { Timeout = TimeSpan.FromSeconds(1) });
        socket.Refuse(await socket.NextAsync("room"), RealtimeErrorCodes.RateLimited, """{"retry_after_ms":60000}""");
        await Until.TrueAsync(() =>
        {
            world.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return sent.IsCompleted;
        });

        // The refusal may come behind the end of its time where the clock was faster.
        var error = await Should.ThrowAsync<RealtimeClientException>(sent);
        (error.Code == RealtimeErrorCodes.RateLimited || error is { Code: RealtimeErrorCodes.Timeout, MaybeStored: true }).ShouldBeTrue(error.Code);
    }

    [Fact]
    public async Task Nothing_IsRepeated_ThatTheServerMayHaveForgotten()
    {
        await using var world = new World(options => options.Queue.Timeout = TimeSpan.FromMinutes(10));
        var socket = await world.ConnectAsync();
        var sent = world.Client.PublishAsync("r1", "old");
        await socket.NextAsync("room");
        socket.Break();
        await world.WaitsAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(111));
        var next = await world.SocketAsync();
        next.Accept(resumed: true);

        var error = await Should.ThrowAsync<RealtimeClientException>(sent);

        (error.Code, error.MaybeStored).ShouldBe((RealtimeErrorCodes.Timeout, true));
        next.Sent.Any(frame => (string?)frame["type"] == "room").ShouldBeFalse();
    }

    [Fact]
    public async Task Broadcast_ThatWasSent_IsNotRepeated()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var sent = world.Client.BroadcastAsync("noon");
        await socket.NextAsync("broadcast");
        socket.Break();

        var error = await Should.ThrowAsync<RealtimeClientException>(sent);

        (error.Code, error.MaybeStored).ShouldBe((RealtimeErrorCodes.ConnectionLost, true));
    }

    [Fact]
    public async Task Tokens_AreObeyed_AndWhatWasNotSentNeverIs()
    {
        await using var world = new World();
        using var cancellation = new CancellationTokenSource();
        var waits = world.Client.PublishAsync("r1", "cancelled", cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waits);
        var kept = world.Client.PublishAsync("r1", "kept");

        var socket = await world.ConnectAsync();

        ((string?)(await socket.ReplyAsync("room", Frame.Stored(1, "m")))["data"]).ShouldBe("kept");
        await kept;
        socket.Sent.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false, "[3,2,1]")]
    [InlineData(true, "[1,2,3]")]
    public async Task History_IsWalkedPageByPage(bool isForward, string expected)
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var reading = ReadAsync();
        var first = await socket.ReplyAsync("history", isForward ? Frame.Page([1, 2], hasMore: true) : Frame.Page([2, 3], hasMore: true));
        var second = await socket.ReplyAsync("history", isForward ? Frame.Page([3]) : Frame.Page([1]));

        JsonNode.DeepEquals(JsonNode.Parse(expected), new JsonArray([.. (await reading).Select(seq => JsonValue.Create(seq))])).ShouldBeTrue();
        first.ContainsKey("before_seq").ShouldBeFalse();
        ((long)second[isForward ? "after_seq" : "before_seq"]!).ShouldBe(2);

        async Task<List<long>> ReadAsync()
        {
            var seqs = new List<long>();
            await foreach (var message in world.Client.ReadHistoryAsync(ChatTarget.Room("r1"), new HistoryOptions { AfterSeq = isForward ? 0 : null }))
            {
                seqs.Add(message.Seq!.Value);
            }

            return seqs;
        }
    }
}
