using System.Globalization;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests;

/// <summary>A client that lost its socket goes on where it was.</summary>
public sealed class ResumeTests(EmbeddedServerFixture fixture) : IClassFixture<EmbeddedServerFixture>
{
    private EmbeddedServer Server => fixture.Server;

    [Fact]
    public async Task SocketKilledMidStream_ResumesWithItsPositions_AndSeesEverythingOnce()
    {
        const int Total = 900;
        var room = EmbeddedServerFixture.Unique("room");
        var user = EmbeddedServerFixture.Unique("user");
        using var api = new ServiceApi(Server.Address);
        var bob = await TestClient.ConnectAsync(Server.SocketUri($"user_id={user}&room_id={room}"));
        var session = bob.SessionId;

        var publishing = Task.Run(async () =>
        {
            for (var i = 1; i <= Total; i++)
            {
                await api.PostOkAsync($"/api/v1/rooms/{room}/messages", $$"""{"data":{{i}} }""");
                if (i % 10 == 0)
                {
                    await api.SendEventAsync(user, "tick", i.ToString(CultureInfo.InvariantCulture));
                }
            }
        });

        var roomSeqs = new List<long>();
        var inboxSeqs = new List<long>();
        for (var round = 1; roomSeqs.Count < Total || inboxSeqs.Count < Total / 10; round++)
        {
            var until = round * 150;
            try
            {
                while (roomSeqs.Count < Math.Min(until, Total) || (until >= Total && inboxSeqs.Count < Total / 10))
                {
                    var frame = await bob.ReceiveAsync();
                    switch (frame["type"]!.GetValue<string>())
                    {
                        case "room":
                            roomSeqs.Add(frame["seq"]!.GetValue<long>());
                            break;
                        case "tick":
                            inboxSeqs.Add(frame["seq"]!.GetValue<long>());
                            break;
                        case "reply":
                            break;
                        default:
                            throw new InvalidOperationException("unexpected frame: " + frame.ToJsonString());
                    }
                }
            }
            finally
            {
                bob.Abort();
                await bob.DisposeAsync();
            }

            if (roomSeqs.Count == Total && inboxSeqs.Count == Total / 10)
            {
                break;
            }

            bob = await TestClient.ConnectAsync(Server.SocketUri($"user_id={user}&session_id={session}"));
            bob.Connected["resumed"]!.GetValue<bool>().ShouldBeTrue();
            bob.SessionId.ShouldBe(session);
            await bob.SendAsync($$"""{"type":"resume","id":"r{{round}}","inbox":{{inboxSeqs.LastOrDefault()}},"rooms":{"{{room}}":{{roomSeqs.LastOrDefault()}} } }""");
        }

        await publishing;
        roomSeqs.ShouldBe(Enumerable.Range(1, Total).Select(i => (long)i));
        inboxSeqs.ShouldBe(Enumerable.Range(1, Total / 10).Select(i => (long)i));
    }

    [Fact]
    public async Task SessionIdAlone_BringsBackSubscriptions_AndEverythingUnconfirmed()
    {
        var room = EmbeddedServerFixture.Unique("room");
        using var api = new ServiceApi(Server.Address);
        string session;
        await using (var bob = await TestClient.ConnectAsync(Server.SocketUri($"user_id=bob&room_id={room}")))
        {
            session = bob.SessionId;
            await api.PostOkAsync($"/api/v1/rooms/{room}/messages", """{"data":1}""");
            await bob.ReceiveAsync("room");
            bob.Abort();
        }

        for (var i = 2; i <= 5; i++)
        {
            await api.PostOkAsync($"/api/v1/rooms/{room}/messages", $$"""{"data":{{i}} }""");
        }

        await using var again = await TestClient.ConnectAsync(Server.SocketUri($"user_id=bob&session_id={session}"));
        again.Connected["resumed"]!.GetValue<bool>().ShouldBeTrue();
        var seqs = new List<long>();
        while (seqs.LastOrDefault() < 5)
        {
            seqs.Add((await again.ReceiveAsync("room"))["seq"]!.GetValue<long>());
        }

        seqs.ShouldBeInOrder();
        seqs.ShouldBeUnique("once on this socket");
        seqs[^4..].ShouldBe([2, 3, 4, 5]);
        await api.PostOkAsync($"/api/v1/rooms/{room}/messages", """{"data":6}""");
        (await again.ReceiveAsync("room"))["seq"]!.GetValue<long>().ShouldBe(6);
    }

    [Fact]
    public async Task ResumePositionThatHistoryLost_BeginsWithAGap()
    {
        const int Total = 1_100;
        var room = EmbeddedServerFixture.Unique("room");
        using var api = new ServiceApi(Server.Address);
        string session;
        await using (var bob = await TestClient.ConnectAsync(Server.SocketUri($"user_id=bob&room_id={room}")))
        {
            session = bob.SessionId;
            bob.Abort();
        }

        for (var i = 1; i <= Total; i++)
        {
            await api.PostOkAsync($"/api/v1/rooms/{room}/messages", $$"""{"data":{{i}} }""");
        }

        await using var again = await TestClient.ConnectAsync(Server.SocketUri($"user_id=bob&session_id={session}"));
        await again.SendAsync($$"""{"type":"resume","id":"r","rooms":{"{{room}}":3} }""");
        await again.ReceiveAsync("reply");
        var gap = await again.ReceiveAsync("gap");
        gap["room_id"]!.GetValue<string>().ShouldBe(room);
        gap["from_seq"]!.GetValue<long>().ShouldBe(4);
        gap["to_seq"]!.GetValue<long>().ShouldBe(Total - 1_000);
        for (var seq = Total - 1_000 + 1; seq <= Total; seq++)
        {
            (await again.ReceiveAsync("room"))["seq"]!.GetValue<long>().ShouldBe(seq);
        }
    }

    [Fact]
    public async Task UnknownSession_GetsANewOne()
    {
        await using var client = await TestClient.ConnectAsync(Server.SocketUri("user_id=bob&session_id=00000000000000000000000000000000"));

        client.Connected["resumed"]!.GetValue<bool>().ShouldBeFalse();
        client.SessionId.ShouldNotBe("00000000000000000000000000000000");
    }

    [Fact]
    public async Task AnotherUsersSession_ClosesWith4403()
    {
        await using var bob = await TestClient.ConnectAsync(Server.SocketUri("user_id=bob"));
        await using var mallory = await TestClient.ConnectAsync(Server.SocketUri($"user_id=mallory&session_id={bob.SessionId}"));

        (await mallory.WaitForCloseAsync()).ShouldBe(4403);
        (await bob.ReceiveUntilPongAsync()).ShouldBeEmpty("bob is not disturbed");
    }

    [Fact]
    public async Task NewerSocket_TakesTheSessionOver()
    {
        await using var older = await TestClient.ConnectAsync(Server.SocketUri("user_id=bob"));
        await using var newer = await TestClient.ConnectAsync(Server.SocketUri($"user_id=bob&session_id={older.SessionId}"));

        newer.Connected["resumed"]!.GetValue<bool>().ShouldBeTrue();
        (await older.WaitForCloseAsync()).ShouldBe(4409);
        (await newer.ReceiveUntilPongAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task SocketsThatResumeAtOnce_LeaveExactlyOne()
    {
        using var api = new ServiceApi(Server.Address);
        for (var round = 0; round < 20; round++)
        {
            var user = EmbeddedServerFixture.Unique("user");
            await using var first = await TestClient.ConnectAsync(Server.SocketUri($"user_id={user}"));
            first.Abort();
            var uri = Server.SocketUri($"user_id={user}&session_id={first.SessionId}");
            var racers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RawSocket.ConnectAsync(uri)));
            var closes = racers.Select(racer => racer.ReadCloseCodeAsync()).ToList();
            for (var loser = 1; loser <= 3; loser++)
            {
                var closed = await Task.WhenAny(closes);
                (await closed).ShouldBe(4409);
                closes.Remove(closed);
            }

            await Eventually.HoldsAsync(async () => (await api.GetAsync($"/api/v1/users/{user}/connections")).Body!.AsArray().Count == 1);
            closes.ShouldHaveSingleItem().IsCompleted.ShouldBeFalse("one goes on");
            Array.ForEach(racers, racer => racer.Dispose());
            await closes[0];
        }
    }

    [Fact]
    public async Task SessionPastItsWindow_IsForgotten()
    {
        await using var server = await EmbeddedServer.StartAsync(("Sessions:ResumeWindow", "00:00:01"));
        string session;
        await using (var bob = await TestClient.ConnectAsync(server.SocketUri("user_id=bob")))
        {
            session = bob.SessionId;
            bob.Abort();
        }

        // Coming back makes the session live again, so ask only once the window has certainly passed.
        using var window = new PeriodicTimer(TimeSpan.FromSeconds(3));
        await window.WaitForNextTickAsync();
        await using var again = await TestClient.ConnectAsync(server.SocketUri($"user_id=bob&session_id={session}"));
        again.Connected["resumed"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task PausedReader_IsCutOffWith4430_AndLosesNothing()
    {
        const int PayloadBytes = 16 * 1024;
        const int Total = 700;
        var room = EmbeddedServerFixture.Unique("room");
        using var api = new ServiceApi(Server.Address);
        using var paused = await RawSocket.ConnectAsync(Server.SocketUri($"user_id=slow&room_id={room}"), receiveBufferBytes: 16 * 1024);
        await using var healthy = await TestClient.ConnectAsync(Server.SocketUri($"user_id=fast&room_id={room}"));
        var (_, first) = await paused.ReadFrameAsync();
        var session = JsonNode.Parse(first)!["session_id"]!.GetValue<string>();
        var data = new string('x', PayloadBytes);

        for (var i = 1; i <= Total; i++)
        {
            await api.PostOkAsync($"/api/v1/rooms/{room}/messages", $$"""{"data":"{{data}}"}""");
            (await healthy.ReceiveAsync("room"))["seq"]!.GetValue<long>().ShouldBe(i, "the slow one slows nobody");
        }

        await Eventually.HoldsAsync(async () => (await api.GetTextAsync("/metrics")).Split('\n').Any(line => line.StartsWith("realtime_gateway_slow_consumers_total", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal)));
        var seen = new List<long>();
        var code = await paused.ReadCloseCodeAsync(text => seen.Add(JsonNode.Parse(text)!["seq"]!.GetValue<long>()));
        code.ShouldBe(4430);
        seen.Count.ShouldBeLessThan(Total);
        await using var resumed = await TestClient.ConnectAsync(Server.SocketUri($"user_id=slow&session_id={session}"));
        resumed.Connected["resumed"]!.GetValue<bool>().ShouldBeTrue();
        await resumed.SendAsync($$"""{"type":"resume","id":"r","rooms":{"{{room}}":{{seen[^1]}} } }""");
        while (seen.Count < Total)
        {
            var frame = await resumed.ReceiveAsync("room", "reply");
            seen.Add(frame["seq"]!.GetValue<long>());
        }

        seen.ShouldBe(Enumerable.Range(1, Total).Select(i => (long)i));
        healthy.CloseStatus.ShouldBeNull();
    }

    [Fact]
    public async Task SilentPeer_IsClosedWith4408()
    {
        await using var server = await EmbeddedServer.StartAsync(("Sockets:PingInterval", "00:00:01"), ("Sockets:IdleTimeout", "00:00:02"));
        using var silent = await RawSocket.ConnectAsync(server.SocketUri("user_id=silent"));
        await using var alive = await TestClient.ConnectAsync(server.SocketUri("user_id=alive"));

        (await silent.ReadCloseCodeAsync()).ShouldBe(4408);
        alive.CloseStatus.ShouldBeNull("a client that answers pings lives on");
        (await alive.ReceiveUntilPongAsync()).ShouldBeEmpty();
    }
}
