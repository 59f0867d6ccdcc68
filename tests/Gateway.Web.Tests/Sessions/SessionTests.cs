using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Sessions;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

public sealed class SessionTests : IDisposable
{
    private readonly SessionKit _kit = SessionKit.Patient();

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task WaitingInbox_FollowsTheFirstFrame_InOrder_AndLiveTrafficAfterIt()
    {
        var user = _kit.Grains.User("bob");
        await user.AppendAsync(250);

        var client = await _kit.ConnectAsync("bob");
        await user.AppendAsync();

        (await client.ReceiveSeqsAsync("user", 251)).ShouldBe(Enumerable.Range(1, 251).Select(i => (long)i));
        await client.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task WaitingInbox_IsConfirmed_ByThePongBehindIt()
    {
        var user = _kit.Grains.User("bob");
        await user.AppendAsync(5);
        var client = await _kit.ConnectAsync("bob");
        await client.ReceiveSeqsAsync("user", 5);

        await _kit.AdvanceUntilAsync(() => client.Pong() && user.Acked == 5, TimeSpan.FromMilliseconds(300));

        _kit.Grains.Session(client.Session.SessionId).PositionOf(LogId.Inbox("bob")).ShouldBe(new LogPosition(5, "e1"));
    }

    [Fact]
    public async Task FramesWithoutAnId_AreAnswered_UnlessTheyPublish()
    {
        var client = await _kit.ConnectAsync("bob");

        client.Send("""{"type":"subscribe","room_id":"lobby"}""");
        client.Send("""{"type":"room","room_id":"lobby","data":1}""");
        client.Send("""{"type":"unsubscribe","room_id":"lobby"}""");

        var subscribed = await client.ReceiveAsync("reply");
        subscribed["members"]!.GetValue<long>().ShouldBe(1);
        subscribed.ContainsKey("id").ShouldBeFalse();
        (await client.ReceiveAsync("reply")).ToJsonString().ShouldBe("""{"type":"reply","ok":true}""");
        await client.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task PingsOverTheRate_AreNotAnswered_AndCloseInTheEnd()
    {
        var client = await _kit.ConnectAsync("bob");

        for (var second = 0; second < 12 && client.CloseCode is null; second++)
        {
            for (var i = 0; i < 1_500; i++)
            {
                client.Session.OnClientPing();
            }

            client.Session.OnClientPing().ShouldBeFalse();
            _kit.Time.Advance(TimeSpan.FromMilliseconds(500));
        }

        await client.ClosedWithAsync(4429);
    }

    [Fact]
    public async Task Ack_ConfirmsTheInbox_AndOneBeyondItIsRefused()
    {
        var user = _kit.Grains.User("bob");
        await user.AppendAsync(5);
        var client = await _kit.ConnectAsync("bob");
        await client.ReceiveSeqsAsync("user", 5);

        client.Send("""{"type":"ack","id":"a","seq":3}""");
        (await client.ReceiveAsync("reply"))["id"]!.GetValue<string>().ShouldBe("a");
        client.Send("""{"type":"ack","id":"b","seq":9}""");
        (await client.ReceiveAsync("error"))["code"]!.GetValue<string>().ShouldBe("bad_request");

        user.Acked.ShouldBe(3);
    }

    [Fact]
    public async Task Publish_BehindAPendingSubscribe_WaitsForIt()
    {
        var gate = new TaskCompletionSource();
        _kit.Grains.Room("r").Gate = gate.Task;
        var client = await _kit.ConnectAsync("bob");

        client.Send("""{"type":"subscribe","id":"s","room_id":"r"}""");
        client.Send("""{"type":"room","id":"1","room_id":"r","data":1}""");
        client.Send("""{"type":"room","id":"2","room_id":"r","data":2}""");
        gate.SetResult();

        (await client.ReceiveAsync("reply"))["id"]!.GetValue<string>().ShouldBe("s");
        (await client.ReceiveAsync("reply"))["seq"]!.GetValue<long>().ShouldBe(1);
        (await client.ReceiveAsync("reply"))["seq"]!.GetValue<long>().ShouldBe(2);
        await client.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task SubscribersThatComeTogether_ShareOneAttach()
    {
        var gate = new TaskCompletionSource();
        var room = _kit.Grains.Room("r");
        room.Gate = gate.Task;
        var clients = new List<SessionClient>();
        for (var i = 0; i < 5; i++)
        {
            clients.Add(await _kit.ConnectAsync($"u{i}"));
            clients[i].Send("""{"type":"subscribe","id":"s","room_id":"r"}""");
        }

        gate.SetResult();
        foreach (var client in clients)
        {
            await client.ReceiveAsync("reply");
        }

        await room.AppendAsync();
        foreach (var client in clients)
        {
            (await client.ReceiveSeqsAsync("room", 1)).ShouldBe([1]);
        }

        room.Attaches.ShouldBe(1);
        room.Route.Members.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Unsubscribe_ThenSubscribe_EndsSubscribed()
    {
        var room = _kit.Grains.Room("r");
        var client = await _kit.ConnectAsync("bob", sessionId: null, "r");

        client.Send("""{"type":"unsubscribe","id":"u","room_id":"r"}""");
        client.Send("""{"type":"subscribe","id":"s","room_id":"r"}""");

        (await client.ReceiveAsync("reply"))["id"]!.GetValue<string>().ShouldBe("u");
        (await client.ReceiveAsync("reply"))["id"]!.GetValue<string>().ShouldBe("s");
        room.Route.Members.ShouldBe([client.Session.SessionId]);
        await room.AppendAsync();
        await client.ReceiveSeqsAsync("room", 1);
        await SessionClient.EventuallyAsync(() => _kit.Grains.Session(client.Session.SessionId).PositionOf(LogId.Room("r")) is not null);
    }

    [Fact]
    public async Task RoomWithoutSubscription_IsForbidden()
    {
        var client = await _kit.ConnectAsync("bob");

        client.Send("""{"type":"room","id":"1","room_id":"r","data":1}""");
        (await client.ReceiveAsync("error"))["code"]!.GetValue<string>().ShouldBe("forbidden");
        client.Send("""{"type":"history","id":"2","room_id":"r"}""");
        (await client.ReceiveAsync("error"))["code"]!.GetValue<string>().ShouldBe("forbidden");
    }

    [Fact]
    public async Task AnotherUsersSession_ClosesWith4403_AndDisturbsNobody()
    {
        var bob = await _kit.ConnectAsync("bob");

        var mallory = _kit.Open("mallory", bob.Session.SessionId);

        await mallory.ClosedWithAsync(4403);
        await bob.ShouldHaveNothingMoreAsync();
        _kit.Services.Registry.Count.ShouldBe(1);
    }

    [Fact]
    public async Task OneConnectionTooMany_ClosesWith1008()
    {
        _kit.Grains.User("bob").MaxConnections = 1;
        await _kit.ConnectAsync("bob");

        await _kit.Open("bob").ClosedWithAsync(1008);
    }

    [Fact]
    public async Task ExpiredCredentials_CloseWith4401()
    {
        var client = _kit.Open("bob", expiresAt: _kit.Time.GetUtcNow() + TimeSpan.FromSeconds(30));
        await client.ReceiveAsync("connected");

        client.Session.CheckExpiry(_kit.Time.GetUtcNow());
        client.CloseCode.ShouldBeNull();
        _kit.Time.Advance(TimeSpan.FromSeconds(30));
        client.Session.CheckExpiry(_kit.Time.GetUtcNow());

        await client.ClosedWithAsync(4401);
    }

    [Fact]
    public async Task LostRoute_IsAttachedAgain_WithNothingMissed()
    {
        var room = _kit.Grains.Room("r");
        var client = await _kit.ConnectAsync("bob", sessionId: null, "r");
        await room.AppendAsync(2);
        room.Route.Detach();
        await room.AppendAsync(3);

        _kit.Get<LaneReceiver>().RouteLost(LogId.Room("r"));

        (await client.ReceiveSeqsAsync("room", 5)).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task AfterTheLastSubscriber_TheRoomIsDetached_ButNotAtOnce()
    {
        var room = _kit.Grains.Room("r");
        var client = await _kit.ConnectAsync("bob", sessionId: null, "r");
        client.Send("""{"type":"unsubscribe","id":"u","room_id":"r"}""");
        await client.ReceiveAsync("reply");

        _kit.Services.Links.EndLingering();
        room.Route.Attached.ShouldBeTrue();

        await _kit.LingerUntilAsync(() => _kit.Services.Audiences.Find(LogId.Room("r")) is null);
        room.Route.Attached.ShouldBeFalse();
    }

    [Fact]
    public async Task LostSession_IsStatedAgain()
    {
        var client = await _kit.ConnectAsync("bob", sessionId: null, "r");
        var session = _kit.Grains.Session(client.Session.SessionId);
        await SessionClient.EventuallyAsync(() => session.PositionOf(LogId.Room("r")) is not null);
        session.Forget();

        client.Session.Restate();

        await SessionClient.EventuallyAsync(() => session.UserId == "bob" && session.PositionOf(LogId.Room("r")) is not null);
    }

    [Fact]
    public async Task LostSession_OfASocketThatEnds_CanStillBeResumed()
    {
        var client = await _kit.ConnectAsync("bob", sessionId: null, "r");
        var session = _kit.Grains.Session(client.Session.SessionId);
        session.Forget();

        await client.DropAsync();

        session.Detached.ShouldBeTrue();
        session.PositionOf(LogId.Room("r")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Drain_SendsClientsElsewhere_AndLeavesTheirSessions()
    {
        var client = await _kit.ConnectAsync("bob", sessionId: null, "r");
        var draining = _kit.Get<SessionDrain>().DrainAsync(CancellationToken.None);
        (await client.ReceiveAsync("reconnect"))["delay_ms"]!.GetValue<int>().ShouldBeInRange(0, 1_000);

        await _kit.AdvanceUntilAsync(() => client.CloseCode is not null, TimeSpan.FromMilliseconds(100));
        client.CloseCode.ShouldBe(1012);
        await client.DropAsync();
        await _kit.AdvanceUntilAsync(() => draining.IsCompleted, TimeSpan.FromMilliseconds(100));

        _kit.Services.Registry.Count.ShouldBe(0);
        _kit.Grains.Session(client.Session.SessionId).Detached.ShouldBeTrue();
    }
}
