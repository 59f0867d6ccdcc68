using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests;

/// <summary>Rooms and inboxes, as clients see them.</summary>
public sealed class ChatTests(EmbeddedServerFixture fixture) : IClassFixture<EmbeddedServerFixture>
{
    private EmbeddedServer Server => fixture.Server;

    [Fact]
    public async Task FirstFrame_TellsWhoIsConnected()
    {
        await using var client = await TestClient.ConnectAsync(Server.SocketUri("user_id=u1"));

        var connected = client.Connected;
        connected["user_id"]!.GetValue<string>().ShouldBe("u1");
        connected["session_id"]!.GetValue<string>().ShouldNotBeEmpty();
        connected["resumed"]!.GetValue<bool>().ShouldBeFalse();
        connected["instance_id"]!.GetValue<string>().ShouldNotBeEmpty();
        connected["ping_interval_ms"]!.GetValue<int>().ShouldBe(50_000);
        connected["timestamp"]!.GetValue<long>().ShouldBeInRange(1_700_000_000, 4_000_000_000);
        connected["unread"]!.AsArray().ShouldBeEmpty();
        connected["inbox"]!["next_seq"]!.GetValue<long>().ShouldBe(1);
        connected["inbox"]!["pending"]!.GetValue<int>().ShouldBe(0);
        connected["inbox"]!["epoch"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task TwoUsers_ChatInARoom_AndTheSenderDoesNotHearItself()
    {
        var room = EmbeddedServerFixture.Unique("room");
        await using var alice = await TestClient.ConnectAsync(Server.SocketUri($"user_id=alice&room_id={room}"));
        await using var bob = await TestClient.ConnectAsync(Server.SocketUri("user_id=bob"));
        var subscribed = await bob.RequestAsync($$"""{"type":"subscribe","id":"s","room_id":"{{room}}"}""");
        subscribed["last_seq"]!.GetValue<long>().ShouldBe(0);
        subscribed["members"]!.GetValue<int>().ShouldBe(2);

        var reply = await alice.RequestAsync($$"""{"type":"room","id":"1","room_id":"{{room}}","data":"hello"}""");
        var heard = await bob.ReceiveAsync("room");
        await bob.SendAsync($$"""{"type":"room","room_id":"{{room}}","data":{"text":"hi"} }""");
        var answer = await alice.ReceiveAsync("room");

        reply["ok"]!.GetValue<bool>().ShouldBeTrue();
        reply["seq"]!.GetValue<long>().ShouldBe(1);
        heard["seq"]!.GetValue<long>().ShouldBe(1);
        heard["id"]!.GetValue<string>().ShouldBe(reply["message_id"]!.GetValue<string>());
        heard["created_at"]!.GetValue<string>().ShouldBe(reply["created_at"]!.GetValue<string>());
        heard["created_at"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        heard["room_id"]!.GetValue<string>().ShouldBe(room);
        heard["from_user_id"]!.GetValue<string>().ShouldBe("alice");
        heard["data"]!.GetValue<string>().ShouldBe("hello");
        answer["from_user_id"]!.GetValue<string>().ShouldBe("bob");
        answer["seq"]!.GetValue<long>().ShouldBe(2);
        (await alice.ReceiveUntilPongAsync()).ShouldBeEmpty();
        (await bob.ReceiveUntilPongAsync()).ShouldBeEmpty("a frame without id that succeeds is not answered, and nobody hears itself");
    }

    [Fact]
    public async Task SendersOtherTab_HearsIt()
    {
        var room = EmbeddedServerFixture.Unique("room");
        await using var tab1 = await TestClient.ConnectAsync(Server.SocketUri($"user_id=alice&room_id={room}"));
        await using var tab2 = await TestClient.ConnectAsync(Server.SocketUri($"user_id=alice&room_id={room}"));
        await tab1.SendAsync($$"""{"type":"room","room_id":"{{room}}","data":1}""");

        (await tab2.ReceiveAsync("room"))["seq"]!.GetValue<long>().ShouldBe(1);
    }

    [Fact]
    public async Task FiveTabs_EachGetEachEventOnce()
    {
        var user = EmbeddedServerFixture.Unique("user");
        using var api = new ServiceApi(Server.Address);
        var tabs = new List<TestClient>();
        for (var i = 0; i < 5; i++)
        {
            tabs.Add(await TestClient.ConnectAsync(Server.SocketUri($"user_id={user}")));
        }

        for (var i = 1; i <= 3; i++)
        {
            var answer = await api.SendEventAsync(user, "price.changed", $"{{\"n\":{i}}}");
            answer["seq"]!.GetValue<long>().ShouldBe(i);
            answer["online"]!.GetValue<bool>().ShouldBeTrue();
        }

        foreach (var tab in tabs)
        {
            for (var i = 1; i <= 3; i++)
            {
                var frame = await tab.ReceiveAsync("price.changed");
                frame["seq"]!.GetValue<long>().ShouldBe(i);
                frame["data"]!["n"]!.GetValue<int>().ShouldBe(i);
            }

            (await tab.ReceiveUntilPongAsync()).ShouldBeEmpty();
            await tab.DisposeAsync();
        }
    }

    [Fact]
    public async Task OfflineUser_Gets_TheNewest100InOrder_AfterAGap_Once()
    {
        var user = EmbeddedServerFixture.Unique("user");
        using var api = new ServiceApi(Server.Address);
        for (var i = 1; i <= 130; i++)
        {
            (await api.SendEventAsync(user, "tick", $"{i}"))["online"]!.GetValue<bool>().ShouldBeFalse();
        }

        await using (var client = await TestClient.ConnectAsync(Server.SocketUri($"user_id={user}")))
        {
            client.Connected["inbox"]!["pending"]!.GetValue<int>().ShouldBe(100);
            client.Connected["inbox"]!["next_seq"]!.GetValue<long>().ShouldBe(131);
            var gap = await client.ReceiveAsync("gap");
            gap["inbox"]!.GetValue<bool>().ShouldBeTrue();
            gap["from_seq"]!.GetValue<long>().ShouldBe(1);
            gap["to_seq"]!.GetValue<long>().ShouldBe(30);
            for (var i = 31; i <= 130; i++)
            {
                var frame = await client.ReceiveAsync("tick");
                frame["seq"]!.GetValue<long>().ShouldBe(i);
                frame["data"]!.GetValue<int>().ShouldBe(i);
            }

            (await client.RequestAsync("""{"type":"ack","id":"a","seq":130}"""))["ok"]!.GetValue<bool>().ShouldBeTrue();
        }

        await using var again = await TestClient.ConnectAsync(Server.SocketUri($"user_id={user}"));
        again.Connected["inbox"]!["pending"]!.GetValue<int>().ShouldBe(0);
        (await again.ReceiveUntilPongAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task WaitingMessages_AreConfirmedByPongs_WithoutAnyAck()
    {
        var user = EmbeddedServerFixture.Unique("user");
        using var api = new ServiceApi(Server.Address);
        await api.SendEventAsync(user, "tick", "1");
        await using var first = await TestClient.ConnectAsync(Server.SocketUri($"user_id={user}"));
        await first.ReceiveAsync("tick");

        await Eventually.HoldsAsync(async () =>
        {
            await using var second = await TestClient.ConnectAsync(Server.SocketUri($"user_id={user}"));
            return second.Connected["inbox"]!["pending"]!.GetValue<int>() == 0;
        });
    }

    [Fact]
    public async Task SameId_IsOneMessage_WithTheFirstReply()
    {
        var room = EmbeddedServerFixture.Unique("room");
        await using var alice = await TestClient.ConnectAsync(Server.SocketUri($"user_id={EmbeddedServerFixture.Unique("alice")}&room_id={room}"));
        await using var bob = await TestClient.ConnectAsync(Server.SocketUri($"user_id=bob&room_id={room}"));
        var frame = $$"""{"type":"room","id":"same","room_id":"{{room}}","data":"once"}""";

        var first = await alice.RequestAsync(frame);
        var second = await alice.RequestAsync(frame);

        second.ToJsonString().ShouldBe(first.ToJsonString());
        await bob.ReceiveAsync("room");
        (await bob.ReceiveUntilPongAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task IdempotencyKey_MakesAPostSafeToRepeat()
    {
        var user = EmbeddedServerFixture.Unique("user");
        using var api = new ServiceApi(Server.Address);
        await using var client = await TestClient.ConnectAsync(Server.SocketUri($"user_id={user}"));
        var body = $$"""{"user_id":"{{user}}","type":"paid","data":{} }""";

        var first = await api.PostOkAsync("/api/v1/events", body, ("Idempotency-Key", "k1"));
        var second = await api.PostOkAsync("/api/v1/events", body, ("Idempotency-Key", "k1"));

        second["id"]!.GetValue<string>().ShouldBe(first["id"]!.GetValue<string>());
        second["seq"]!.GetValue<long>().ShouldBe(first["seq"]!.GetValue<long>());
        await client.ReceiveAsync("paid");
        (await client.ReceiveUntilPongAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"n":9007199254740993123,"f":1.10}""")]
    [InlineData("""{ "a" : [ 1e400 , -0.0 , "\u00e9\ud83d\ude00 \/ é" ] , "a":1}""")]
    [InlineData("\"😀\"")]
    [InlineData("null")]
    public async Task Data_ArrivesByteForByte(string data)
    {
        var room = EmbeddedServerFixture.Unique("room");
        var user = EmbeddedServerFixture.Unique("user");
        using var api = new ServiceApi(Server.Address);
        await using var alice = await TestClient.ConnectAsync(Server.SocketUri($"user_id=alice&room_id={room}"));
        await using var bob = await TestClient.ConnectAsync(Server.SocketUri($"user_id={user}&room_id={room}"));

        await alice.SendAsync($$"""{"type":"room","room_id":"{{room}}","data":{{data}} }""");
        (await bob.ReceiveTextAsync()).ShouldContain($"\"data\":{data}");
        await api.PostOkAsync($"/api/v1/rooms/{room}/messages", $$"""{"data":{{data}} }""");
        (await bob.ReceiveTextAsync()).ShouldContain($"\"data\":{data}");
        await api.SendEventAsync(user, "raw", data);
        (await bob.ReceiveTextAsync()).ShouldContain($"\"data\":{data}");
        (await api.GetTextAsync($"/api/v1/rooms/{room}/messages")).ShouldContain($"\"data\":{data}");
    }

    [Fact]
    public async Task UserFrame_GoesToEachInbox_AndNeedsTheRole()
    {
        var target = EmbeddedServerFixture.Unique("user");
        await using var service = await TestClient.ConnectAsync(Server.SocketUri("user_id=backend&role=service"));
        await using var user = await TestClient.ConnectAsync(Server.SocketUri("user_id=mallory"));
        await using var receiver = await TestClient.ConnectAsync(Server.SocketUri($"user_id={target}"));

        var reply = await service.RequestAsync($$"""{"type":"user","id":"1","target_ids":["{{target}}","{{target}}-away"],"data":{"x":1} }""");
        var refused = await user.RequestAsync($$"""{"type":"user","id":"2","target_ids":["{{target}}"],"data":1}""");

        var results = reply["results"]!.AsArray();
        results.Count.ShouldBe(2);
        results[0]!["user_id"]!.GetValue<string>().ShouldBe(target);
        results[0]!["seq"]!.GetValue<long>().ShouldBe(1);
        results[0]!["online"]!.GetValue<bool>().ShouldBeTrue();
        results[1]!["online"]!.GetValue<bool>().ShouldBeFalse();
        var frame = await receiver.ReceiveAsync("user");
        frame["from_user_id"]!.GetValue<string>().ShouldBe("backend");
        refused["code"]!.GetValue<string>().ShouldBe("forbidden");
        (await receiver.ReceiveUntilPongAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Room_WithoutSubscription_IsForbidden_ButAServiceMay()
    {
        var room = EmbeddedServerFixture.Unique("room");
        await using var outsider = await TestClient.ConnectAsync(Server.SocketUri("user_id=mallory"));
        await using var service = await TestClient.ConnectAsync(Server.SocketUri("user_id=backend&role=service"));
        var frame = $$"""{"type":"room","id":"1","room_id":"{{room}}","data":1}""";

        (await outsider.RequestAsync(frame))["code"]!.GetValue<string>().ShouldBe("forbidden");
        (await service.RequestAsync(frame))["ok"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task AfterUnsubscribe_NothingMoreComes()
    {
        var room = EmbeddedServerFixture.Unique("room");
        using var api = new ServiceApi(Server.Address);
        await using var bob = await TestClient.ConnectAsync(Server.SocketUri($"user_id=bob&room_id={room}"));

        (await bob.RequestAsync($$"""{"type":"unsubscribe","id":"u","room_id":"{{room}}"}"""))["ok"]!.GetValue<bool>().ShouldBeTrue();
        await api.PostOkAsync($"/api/v1/rooms/{room}/messages", """{"data":1}""");

        (await bob.ReceiveUntilPongAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task SubscribeSince_ReplaysHistoryBeforeLiveTraffic()
    {
        var room = EmbeddedServerFixture.Unique("room");
        using var api = new ServiceApi(Server.Address);
        for (var i = 1; i <= 20; i++)
        {
            await api.PostOkAsync($"/api/v1/rooms/{room}/messages", $$"""{"data":{{i}} }""");
        }

        await using var bob = await TestClient.ConnectAsync(Server.SocketUri("user_id=bob"));
        await bob.SendAsync($$"""{"type":"subscribe","id":"s","room_id":"{{room}}","since_seq":5}""");
        var reply = await bob.ReceiveAsync("reply");
        await api.PostOkAsync($"/api/v1/rooms/{room}/messages", """{"data":21}""");

        reply["last_seq"]!.GetValue<long>().ShouldBe(20);
        for (var i = 6; i <= 21; i++)
        {
            (await bob.ReceiveAsync("room"))["seq"]!.GetValue<long>().ShouldBe(i);
        }
    }

    [Fact]
    public async Task SubscribeSince_WithAnotherEpoch_BeginsWithAGap()
    {
        var room = EmbeddedServerFixture.Unique("room");
        using var api = new ServiceApi(Server.Address);
        await api.PostOkAsync($"/api/v1/rooms/{room}/messages", """{"data":1}""");
        await using var bob = await TestClient.ConnectAsync(Server.SocketUri("user_id=bob"));

        await bob.SendAsync($$"""{"type":"subscribe","id":"s","room_id":"{{room}}","since_seq":7,"epoch":"another"}""");

        await bob.ReceiveAsync("reply");
        (await bob.ReceiveAsync("gap"))["room_id"]!.GetValue<string>().ShouldBe(room);
        (await bob.ReceiveAsync("room"))["seq"]!.GetValue<long>().ShouldBe(1);
    }

    [Fact]
    public async Task History_PagesBothWays()
    {
        var room = EmbeddedServerFixture.Unique("room");
        using var api = new ServiceApi(Server.Address);
        for (var i = 1; i <= 12; i++)
        {
            await api.PostOkAsync($"/api/v1/rooms/{room}/messages", $$"""{"data":{{i}},"from_user_id":"zoe"}""");
        }

        await using var bob = await TestClient.ConnectAsync(Server.SocketUri($"user_id=bob&room_id={room}"));
        var newest = await bob.RequestAsync($$"""{"type":"history","id":"1","room_id":"{{room}}","limit":5}""");
        var older = await bob.RequestAsync($$"""{"type":"history","id":"2","room_id":"{{room}}","limit":5,"before_seq":8}""");
        var (_, forward) = await api.GetAsync($"/api/v1/rooms/{room}/messages?after_seq=9&limit=5");

        Seqs(newest["messages"]!).ShouldBe([8, 9, 10, 11, 12]);
        newest["has_more"]!.GetValue<bool>().ShouldBeTrue();
        Seqs(older["messages"]!).ShouldBe([3, 4, 5, 6, 7]);
        Seqs(forward!["messages"]!).ShouldBe([10, 11, 12]);
        forward["has_more"]!.GetValue<bool>().ShouldBeFalse();
        newest["messages"]![0]!["from_user_id"]!.GetValue<string>().ShouldBe("zoe");
    }

    [Fact]
    public async Task Broadcast_ReachesEveryConnectionOnce_AndNeedsTheRole()
    {
        using var api = new ServiceApi(Server.Address);
        await using var service = await TestClient.ConnectAsync(Server.SocketUri("user_id=backend&role=service"));
        await using var bob = await TestClient.ConnectAsync(Server.SocketUri("user_id=bob"));
        var marker = EmbeddedServerFixture.Unique("marker");

        var answer = await api.PostOkAsync("/api/v1/events/broadcast", $$"""{"type":"news.flash","data":"{{marker}}"}""");
        (await bob.ReceiveAsync("news.flash", "broadcast"))["data"]!.GetValue<string>().ShouldBe(marker);
        var reply = await service.RequestAsync($$"""{"type":"broadcast","id":"b","data":"{{marker}}"}""");
        (await bob.ReceiveAsync("broadcast", "news.flash"))["data"]!.GetValue<string>().ShouldBe(marker);

        answer["gateways"]!.GetValue<int>().ShouldBe(1);
        answer["connections"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(2);
        reply["gateways"]!.GetValue<int>().ShouldBe(1);
        (await bob.ReceiveUntilPongAsync()).Where(frame => frame["data"]?.ToString() == marker).ShouldBeEmpty();
        (await bob.RequestAsync("""{"type":"broadcast","id":"x","data":1}"""))["code"]!.GetValue<string>().ShouldBe("forbidden");
    }

    [Fact]
    public async Task HttpMessage_FromAUser_IsNotEchoedToThatUser_UnlessAsked()
    {
        var room = EmbeddedServerFixture.Unique("room");
        using var api = new ServiceApi(Server.Address);
        await using var alice = await TestClient.ConnectAsync(Server.SocketUri($"user_id=alice&room_id={room}"));

        await api.PostOkAsync($"/api/v1/rooms/{room}/messages", """{"data":1,"from_user_id":"alice"}""");
        await api.PostOkAsync($"/api/v1/rooms/{room}/messages", """{"data":2,"from_user_id":"alice","echo":true}""");

        (await alice.ReceiveAsync("room"))["seq"]!.GetValue<long>().ShouldBe(2);
    }

    [Fact]
    public async Task PipelinedPublishes_AreStoredInTheOrderSent()
    {
        var room = EmbeddedServerFixture.Unique("room");
        await using var alice = await TestClient.ConnectAsync(Server.SocketUri($"user_id=alice"));
        await using var bob = await TestClient.ConnectAsync(Server.SocketUri($"user_id=bob&room_id={room}"));

        await alice.SendAsync($$"""{"type":"subscribe","room_id":"{{room}}"}""");
        for (var i = 1; i <= 400; i++)
        {
            await alice.SendAsync($$"""{"type":"room","room_id":"{{room}}","data":{{i}} }""");
        }

        for (var i = 1; i <= 400; i++)
        {
            var frame = await bob.ReceiveAsync("room");
            frame["seq"]!.GetValue<long>().ShouldBe(i);
            frame["data"]!.GetValue<int>().ShouldBe(i);
        }
    }

    [Theory]
    [InlineData("""{"type":"room","id":"1","data":1}""")]
    [InlineData("""{"type":"room","id":"1","room_id":7,"data":1}""")]
    [InlineData("""{"type":"room","id":"1","room_id":"r"}""")]
    [InlineData("""{"type":"no-such-type","id":"1"}""")]
    [InlineData("""{"type":"history","id":"1","room_id":"r","limit":0}""")]
    [InlineData("""{"type":"ack","id":"1","seq":-1}""")]
    [InlineData("""{"id":"1"}""")]
    public async Task BadFrame_IsAnswered_AndTheConnectionLives(string frame)
    {
        await using var client = await TestClient.ConnectAsync(Server.SocketUri("user_id=bob&role=service"));

        var error = await client.RequestAsync(frame);

        error["type"]!.GetValue<string>().ShouldBe("error");
        error["code"]!.GetValue<string>().ShouldBe("bad_request");
        error["message"]!.GetValue<string>().ShouldNotBeEmpty();
        (await client.ReceiveUntilPongAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task TenMalformedFramesInARow_CloseWith1008()
    {
        await using var client = await TestClient.ConnectAsync(Server.SocketUri("user_id=bob"));
        for (var i = 0; i < 9; i++)
        {
            await client.SendAsync("{not json");
            (await client.ReceiveAsync("error"))["code"]!.GetValue<string>().ShouldBe("bad_request");
        }

        (await client.ReceiveUntilPongAsync()).ShouldBeEmpty("a good frame starts the count anew");
        for (var i = 0; i < 10; i++)
        {
            await client.SendAsync("{not json");
        }

        (await client.WaitForCloseAsync()).ShouldBe(1008);
    }

    private static long[] Seqs(JsonNode messages) => [.. messages.AsArray().Select(message => message!["seq"]!.GetValue<long>())];
}
