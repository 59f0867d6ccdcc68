using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Tests.Support;

namespace Orleans.Realtime.Client.Tests;

/// <summary>What is heard of logs: once, in order, and over lost connections.</summary>
public sealed class RoomTests
{
    [Fact]
    public async Task Messages_AreHeardInOrderAndOnce()
    {
        await using var world = new World();
        var heard = world.Collect<RoomMessage>();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        foreach (var seq in (long[])[1, 2, 2, 1, 3, 3])
        {
            socket.Send(Frame.Room(seq));
        }

        socket.Send(Frame.Room(1, "r2"));
        socket.Send(Frame.Room(4));

        await heard.CountAsync(4);
        heard.All.Select(message => message.Seq).ShouldBe([1L, 2, 3, 4], "r2 was not subscribed to");
        heard.Last.FromUserId.ShouldBe("u2");
        heard.Last.Data.ToString().ShouldBe("\"m4\"");
    }

    [Fact]
    public async Task Rooms_AreResumedFromTheClientsOwnPositions()
    {
        await using var world = new World();
        var heard = world.Collect<RoomMessage>();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket, lastSeq: 4);
        socket.Send(Frame.Room(5));
        await heard.CountAsync(1);
        socket.Break();

        var next = await world.NextAttemptAsync();
        var resume = await next.NextAsync("resume");
        next.Accept(resumed: true);
        next.Send(Frame.Room(5));
        next.Send(Frame.Room(6));

        resume.ToJsonString().ShouldBe("""{"type":"resume","id":"resume","inbox":{"seq":0,"epoch":"i0"},"rooms":{"r1":{"seq":5,"epoch":"e0"}},"groups":{},"privates":{}}""");
        await heard.CountAsync(2);
        heard.All.Select(message => message.Seq).ShouldBe([5L, 6]);
    }

    [Fact]
    public async Task Room_WhoseSubscriptionWasNotAnswered_IsSubscribedToAgain()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var subscribed = world.Client.SubscribeAsync("r1");
        var first = await socket.NextAsync("subscribe");
        socket.Break();

        var next = await world.ReconnectAsync();
        var second = await next.ReplyAsync("subscribe", """{"last_seq":3,"epoch":"e0","members":2}""");

        second.ToJsonString().ShouldBe(first.ToJsonString());
        (await subscribed).ShouldBe(new RoomSubscription(3, "e0", 2));
    }

    [Fact]
    public async Task Room_ThatWasLeftWithoutAConnection_IsNotResumed()
    {
        await using var world = new World();
        var heard = world.Collect<RoomMessage>();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        socket.Break();
        await world.WaitsAsync();
        var left = world.Client.UnsubscribeAsync("r1");

        var next = await world.NextAttemptAsync();
        (await next.NextAsync("resume"))["rooms"]!.AsObject().ShouldBeEmpty();
        next.Accept(resumed: true);
        next.Send(Frame.Room(1));
        await next.ReplyAsync("unsubscribe");
        await left.WaitAsync(Until.Patience);

        heard.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Room_ThatCannotBeJoinedAgain_IsToldAndForgotten()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        socket.Break();
        var next = await world.ReconnectAsync();
        await next.ReplyAsync("resume", """{"recovered":{"rooms":{"r1":{"error":"forbidden"}}}}""");

        await world.Errors.CountAsync(1);

        world.Errors.Last.Error.Code.ShouldBe(RealtimeErrorCodes.Forbidden);
        world.Client.Snapshot().Rooms.ShouldBeEmpty();
    }

    [Fact]
    public async Task Subscribe_BeginsWhereItIsAskedFor()
    {
        await using var world = new World();
        var heard = world.Collect<RoomMessage>();
        var socket = await world.ConnectAsync();
        var subscribed = world.Client.SubscribeAsync("r1", new SubscribeOptions { Since = new LogPosition(41, "k3f9") });
        var request = await socket.ReplyAsync("subscribe", """{"last_seq":43,"epoch":"k3f9","members":1}""");
        await subscribed.WaitAsync(Until.Patience);
        socket.Send(Frame.Room(42));
        socket.Send(Frame.Room(43));

        await heard.CountAsync(2);
        ((long)request["since_seq"]!, (string)request["epoch"]!).ShouldBe((41, "k3f9"));
    }

    [Fact]
    public async Task Messages_ThatAreKeptNowhere_AreDeliveredToo()
    {
        await using var world = new World();
        var heard = world.Collect<RoomMessage>();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        socket.Send("""{"type":"room","id":"x","room_id":"r1","durable":false,"from_user_id":"u2","data":1,"created_at":"2026-11-21T08:00:00.123Z"}""");

        await heard.CountAsync(1);
        heard.Last.Seq.ShouldBeNull();
    }

    [Fact]
    public async Task OwnMessages_MoveThePosition_WhenItIsTheirTurn()
    {
        await using var world = new World();
        var heard = world.Collect<RoomMessage>();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        var sent = world.Client.PublishAsync("r1", "mine");
        await socket.ReplyAsync("room", Frame.Stored(3, "own"));
        await sent;
        world.Client.Snapshot().Rooms["r1"].Seq.ShouldBe(0, "1 and 2 are somebody else's and not here yet");

        socket.Send(Frame.Room(1));
        socket.Send(Frame.Room(2));
        await heard.CountAsync(2);

        await Until.TrueAsync(() => world.Client.Snapshot().Rooms["r1"].Seq == 3);
    }

    [Fact]
    public async Task OwnMessages_AreNotHeard_WhenALostSessionMakesTheServerSendThemBack()
    {
        await using var world = new World();
        var heard = world.Collect<RoomMessage>();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        var sent = world.Client.PublishAsync("r1", "mine");
        await socket.NextAsync("room");
        socket.Break();

        // The new session knows nothing: what was stored comes before the answer to its repetition.
        var next = await world.ReconnectAsync(resumed: false, session: "s2");
        next.Send(Frame.Room(1));
        next.Send("""{"type":"room","id":"own","room_id":"r1","seq":2,"from_user_id":"u1","data":"mine","created_at":"2026-11-21T08:00:00.123Z"}""");
        next.Send(Frame.Room(3));
        await next.ReplyAsync("room", Frame.Stored(2, "own"));
        await sent;

        await heard.CountAsync(2);
        heard.All.Select(message => message.Seq).ShouldBe([1L, 3]);
    }

    [Fact]
    public async Task Groups_ShareOneOrderOfMessagesMembersAndRecalls()
    {
        await using var world = new World();
        var heard = world.Collect<RealtimeEvent>();
        var socket = await world.ConnectAsync();
        socket.Send(Frame.Group(8));
        socket.Send("""{"type":"member","group_id":"g1","seq":9,"user_id":"u3","action":"added","by_user_id":"u2"}""");
        socket.Send("""{"type":"recall","group_id":"g1","seq":10,"message_id":"g1-8","message_seq":8,"by_user_id":"u2"}""");
        socket.Send("""{"type":"private","id":"p","from_user_id":"u1","to_user_id":"u7","seq":3,"content":{"a":1},"created_at":"2026-11-21T08:00:00.123Z"}""");
        await socket.ReplyAsync("history", """{"messages":[],"has_more":false,"epoch":"ge"}""");
        await heard.UntilAsync(events => events.OfType<PrivateMessage>().Any());

        heard.All.OfType<GroupMessage>().Single().Seq.ShouldBe(8);
        heard.All.OfType<MemberChange>().Single().ShouldBe(new MemberChange { GroupId = "g1", UserId = "u3", Added = true, Seq = 9, ByUserId = "u2" });
        heard.All.OfType<RecallEvent>().Single().ShouldBe(new RecallEvent { Conversation = ChatTarget.Group("g1"), Seq = 10, MessageId = "g1-8", MessageSeq = 8, ByUserId = "u2" });
        heard.All.OfType<PrivateMessage>().Single().PeerUserId.ShouldBe("u7", "sent by another connection of this user");
        await Until.TrueAsync(() => world.Client.Snapshot().Groups["g1"] == new LogPosition(10, "ge"));
        world.Client.Snapshot().Privates["u7"].Seq.ShouldBe(3);
    }

    [Fact]
    public async Task Group_WhoseMemberOneIsNoMore_IsToldAndForgotten()
    {
        await using var world = new World();
        var members = world.Collect<MemberChange>();
        var socket = await world.ConnectAsync();
        socket.Send(Frame.Group(8));
        socket.Send(Frame.Group(1, "g2"));
        socket.Send("""{"type":"member","group_id":"g2","seq":2,"user_id":"u1","action":"removed","by_user_id":"u2"}""");
        await members.CountAsync(1);
        world.Client.Snapshot().Groups.Keys.ShouldBe(["g1"]);
        socket.Break();
        var next = await world.ReconnectAsync();
        await next.ReplyAsync("resume", """{"recovered":{"groups":{"g1":{"error":"not_member"}}}}""");

        await members.CountAsync(2);
        members.Last.ShouldBe(new MemberChange { GroupId = "g1", UserId = "u1", Added = false });
        world.Client.Snapshot().Groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task Conversations_OfAnotherUser_AreForgotten()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        socket.Send(Frame.Group(8));
        await Until.TrueAsync(() => world.Client.Snapshot().Groups.Count == 1);
        socket.Break();
        var next = await world.NextAttemptAsync();
        next.Accept("s2", "somebody-else", inbox: """{"next_seq":5,"pending":1,"epoch":"i9"}""");

        await Until.TrueAsync(() => world.Client.UserId == "somebody-else");
        var snapshot = world.Client.Snapshot();
        snapshot.Groups.ShouldBeEmpty();
        snapshot.Rooms.Keys.ShouldBe(["r1"], "rooms are everybody's");
        snapshot.Inbox.ShouldBe(new LogPosition(3, "i9"));
    }

    [Fact]
    public async Task Events_ThatAreKeptNowhere_AreTold()
    {
        await using var world = new World();
        var heard = world.Collect<RealtimeEvent>();
        var socket = await world.ConnectAsync();
        socket.Send("""{"type":"typing","group_id":"g1","user_id":"u2"}""");
        socket.Send("""{"type":"typing","from_user_id":"u3"}""");
        socket.Send("""{"type":"presence","group_id":"g1","user_id":"u2","status":"online"}""");
        socket.Send("""{"type":"read","peer_user_id":"u2","user_id":"u2","seq":4,"read_count":1,"member_count":2}""");
        socket.Send("""{"type":"shop.closed","id":"b2","data":{"at":"8"},"created_at":"2026-11-21T08:00:00.123Z"}""");
        socket.Send("""{"type":"of.a.later.version","what":1}""");
        socket.Send("""{"type":"broadcast","id":"b1","data":"noon","created_at":"2026-11-21T08:00:00.123Z"}""");
        await heard.UntilAsync(events => events.OfType<BroadcastMessage>().Any());

        heard.All.OfType<TypingEvent>().ShouldBe(
            [new TypingEvent { Conversation = ChatTarget.Group("g1"), UserId = "u2" }, new TypingEvent { Conversation = ChatTarget.User("u3"), UserId = "u3" }]);
        heard.All.OfType<PresenceChange>().Single().IsOnline.ShouldBeTrue();
        heard.All.OfType<ReadReceipt>().Single().ShouldBe(
            new ReadReceipt { Conversation = ChatTarget.User("u2"), UserId = "u2", Seq = 4, ReadCount = 1, MemberCount = 2 });
        heard.All.OfType<AppEvent>().Single().Type.ShouldBe("shop.closed");
    }

    [Fact]
    public async Task Snapshot_LetsTheNextClientGoOn_WithoutWhatHandlersAreStillAtWorkWith()
    {
        await using var world = new World();
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        world.Client.On<RoomMessage>(message =>
        {
            if (message.Seq == 2)
            {
                entered.SetResult();
                return release.Task;
            }

            return Task.CompletedTask;
        });
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        socket.Send(Frame.Room(1));
        socket.Send(Frame.Room(2));
        socket.Send(Frame.Room(3));
        await entered.Task.WaitAsync(Until.Patience);
        var json = System.Text.Json.JsonSerializer.Serialize(world.Client.Snapshot(), ClientSnapshotContext.Default.ClientSnapshot);
        release.SetResult();

        var snapshot = System.Text.Json.JsonSerializer.Deserialize(json, ClientSnapshotContext.Default.ClientSnapshot)!;
        snapshot.Rooms["r1"].ShouldBe(new LogPosition(1, "e0"));
        await using var successor = new World(options => options.Snapshot = snapshot);
        _ = successor.Client.ConnectAsync();
        var next = await successor.SocketAsync();
        next.Query("session_id").ShouldBe("s1");
        (await next.NextAsync("resume"))["rooms"]!["r1"]!["seq"]!.GetValue<long>().ShouldBe(1);
    }
}
