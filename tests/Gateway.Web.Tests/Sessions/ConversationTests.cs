using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>What a connection hears of its user's conversations, and what that costs.</summary>
public sealed class ConversationTests : IDisposable
{
    private static readonly LogId Private = LogId.Private("ann", "bob");

    private readonly SessionKit _kit = SessionKit.Patient();
    private readonly FakeUser _bob;
    private readonly FakeConversation _group;

    public ConversationTests()
    {
        _bob = _kit.Grains.User("bob");
        _group = _kit.Grains.Group("g");
    }

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Connect_HearsItsGroups_FromNowOn()
    {
        await _group.AppendAsync(3);
        _bob.Join("g");
        var client = await _kit.ConnectAsync("bob");

        await _group.AppendAsync();

        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([4]);
        await client.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task SecondConnection_CostsNoCall_AndLeavingNeither()
    {
        _bob.Join("g");
        _kit.Grains.User("ann").Join("g");
        var first = await _kit.ConnectAsync("bob");
        var second = await _kit.ConnectAsync("ann");

        await first.DropAsync();
        await _group.AppendAsync();

        (await second.ReceiveSeqsAsync("group", 1)).ShouldBe([1]);
        _group.Attaches.ShouldBe(1);
        _group.Route.Attached.ShouldBeTrue();
    }

    [Fact]
    public async Task LastConnection_Gone_DetachesAfterAWhile()
    {
        _bob.Join("g");
        var client = await _kit.ConnectAsync("bob");

        await client.DropAsync();
        _group.Route.Attached.ShouldBeTrue();

        await _kit.LingerUntilAsync(() => _kit.Services.Audiences.Find(LogId.Group("g")) is null);
        _group.Route.Attached.ShouldBeFalse();
    }

    [Fact]
    public async Task FiveHundredGroups_AttachOnceEach_AndNeverAgain()
    {
        for (var i = 0; i < 500; i++)
        {
            _bob.Join($"g{i}");
        }

        var first = await _kit.ConnectAsync("bob");
        Enumerable.Range(0, 500).Sum(i => _kit.Grains.Group($"g{i}").Attaches).ShouldBe(500);

        var second = await _kit.ConnectAsync("bob");
        for (var i = 0; i < 500; i += 100)
        {
            await _kit.Grains.Group($"g{i}").AppendAsync();
        }

        (await first.ReceiveSeqsAsync("group", 5)).ShouldBe([1, 1, 1, 1, 1]);
        (await second.ReceiveSeqsAsync("group", 5)).ShouldBe([1, 1, 1, 1, 1]);
        Enumerable.Range(0, 500).Sum(i => _kit.Grains.Group($"g{i}").Attaches).ShouldBe(500);
        Enumerable.Range(0, 500).Sum(i => _kit.Grains.Group($"g{i}").Reads).ShouldBe(0);
        _bob.UnreadCalls.ShouldBe(2);
    }

    [Fact]
    public async Task ManyGroups_AreAttachedSideBySide_ButNotAllAtOnce()
    {
        var gate = new TaskCompletionSource();
        for (var i = 0; i < 200; i++)
        {
            _bob.Join($"g{i}");
            _kit.Grains.Group($"g{i}").Gate = gate.Task;
        }

        var client = _kit.Open("bob");
        int Attaches() => Enumerable.Range(0, 200).Sum(i => _kit.Grains.Group($"g{i}").Attaches);
        await SessionClient.EventuallyAsync(() => Attaches() == 64);
        gate.SetResult();

        await client.ReceiveAsync("connected");
        Attaches().ShouldBe(200);
    }

    [Fact]
    public async Task UserWithoutConversations_CostsNothing()
    {
        await _kit.ConnectAsync("bob");

        _bob.UnreadCalls.ShouldBe(0);
    }

    [Fact]
    public async Task Connected_SaysWhatIsUnread_ForGroupsAndPeers()
    {
        _bob.Join("g");
        _bob.Unread.Add(new ConversationUnread(LogId.Group("g"), 3, 42, "e1", 39, []));
        _bob.Unread.Add(new ConversationUnread(Private, 1, 7, "e2", 6, []));
        _bob.Unread.Add(new ConversationUnread(LogId.Group("read"), 0, 7, "e2", 7, []));
        var client = _kit.Open("bob");

        (await client.ReceiveAsync("connected"))["unread"]!.ToJsonString()
            .ShouldBe("""[{"group_id":"g","count":3,"last_seq":42,"epoch":"e1"},{"peer_user_id":"ann","count":1,"last_seq":7,"epoch":"e2"}]""");
    }

    [Fact]
    public async Task CountOfUnread_ThatDoesNotCome_IsNotWaitedForLong()
    {
        _bob.Join("g");
        _bob.UnreadGate = new TaskCompletionSource().Task;
        var client = _kit.Open("bob");
        await SessionClient.EventuallyAsync(() => _bob.UnreadCalls == 1);

        await _kit.AdvanceUntilAsync(() => client.Session.IsAnnounced, TimeSpan.FromMilliseconds(500));
        await _group.AppendAsync();

        (await client.ReceiveAsync("connected"))["unread"]!.AsArray().ShouldBeEmpty();
        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([1]);
    }

    [Fact]
    public async Task WhatIsSentWhileUnreadIsCounted_IsHeard()
    {
        var gate = new TaskCompletionSource();
        _bob.Join("g");
        _bob.UnreadGate = gate.Task;
        var client = _kit.Open("bob");
        await SessionClient.EventuallyAsync(() => _bob.UnreadCalls == 1);

        await _group.AppendAsync(2);
        gate.SetResult();

        await client.ReceiveAsync("connected");
        (await client.ReceiveSeqsAsync("group", 2)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task PrivateMessage_ReachesBothUsers_OncePerConnection()
    {
        var conversation = _kit.Grains.Conversation(Private);
        _kit.Grains.User("ann").Conversations[Private] = 0;
        _bob.Conversations[Private] = 0;
        var ann = await _kit.ConnectAsync("ann");
        var bob = await _kit.ConnectAsync("bob");

        await conversation.AppendAsync(origin: ann.Session.SessionId);

        (await bob.ReceiveAsync("private"))["to_user_id"]!.GetValue<string>().ShouldBe("bob");
        await ann.ShouldHaveNothingMoreAsync();
        conversation.Attaches.ShouldBe(1);
    }

    [Fact]
    public async Task Recall_InPrivate_NamesThePeerOfEach_AndErasedIsPassedOver()
    {
        var conversation = _kit.Grains.Conversation(Private);
        _kit.Grains.User("ann").Conversations[Private] = 0;
        _bob.Conversations[Private] = 0;
        var ann = await _kit.ConnectAsync("ann");
        var bob = await _kit.ConnectAsync("bob");

        conversation.Log.Append();
        conversation.Log.Erase(1);
        conversation.Log.Append(MessageKind.Recall, about: new MessageReference(MessageId: "e1-1", Seq: 1), senderId: "ann");
        await conversation.Route.PumpAsync();

        (await ann.ReceiveAsync("recall"))["peer_user_id"]!.GetValue<string>().ShouldBe("bob");
        (await bob.ReceiveAsync("recall"))["peer_user_id"]!.GetValue<string>().ShouldBe("ann");
        _kit.Services.Audiences.Find(Private)!.Position.ShouldBe(2);
    }

    [Fact]
    public async Task OwnerOutOfReach_DelaysTheConnect_NoMessage()
    {
        _bob.Join("g");
        _group.Fault = new TimeoutException();
        var client = _kit.Open("bob");
        await SessionClient.EventuallyAsync(() => _group.Attaches > 0);
        await _kit.AdvanceUntilAsync(() => _group.Attaches > 3, TimeSpan.FromMilliseconds(100));

        _group.Fault = null;
        await _kit.AdvanceUntilAsync(() => client.Session.IsAnnounced, TimeSpan.FromMilliseconds(100));
        await _group.AppendAsync();

        await client.ReceiveAsync("connected");
        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([1]);
    }

    [Fact]
    public async Task OwnerOutOfReachForLong_IsTold_AndFollows()
    {
        _bob.Join("g");
        _group.Fault = new TimeoutException();
        var client = _kit.Open("bob");
        await _kit.AdvanceUntilAsync(() => client.Session.IsAnnounced, TimeSpan.FromMilliseconds(500));

        await client.ReceiveAsync("connected");
        (await client.ReceiveAsync("error"))["code"]!.GetValue<string>().ShouldBe("unavailable");
        _group.Fault = null;
        await _kit.AdvanceUntilAsync(() => _group.Route.Attached, TimeSpan.FromMilliseconds(500));
        await _group.AppendAsync();

        (await client.ReceiveSeqsAsync("group", 1)).ShouldBe([1]);
    }

    [Fact]
    public async Task LostRoute_IsAttachedAgain_WithThePositionHeld()
    {
        _bob.Join("g");
        var client = await _kit.ConnectAsync("bob");
        await _group.AppendAsync(2);
        _group.Route.Detach();
        await _group.AppendAsync(3);

        await _kit.Services.Lanes.ControlLane.RouteLostAsync(LogId.Group("g"));

        (await client.ReceiveSeqsAsync("group", 5)).ShouldBe([1, 2, 3, 4, 5]);
        _group.AttachedFrom.ShouldBe(new LogPosition(2, "e1"));
    }

    [Fact]
    public async Task Connection_WhileTheRouteIsLost_HearsWhatTheOthersHear()
    {
        _bob.Join("g");
        _kit.Grains.User("ann").Join("g");
        var first = await _kit.ConnectAsync("bob");
        _group.Route.Detach();
        await _group.AppendAsync(2);

        var second = await _kit.ConnectAsync("ann");
        await _kit.Services.Lanes.ControlLane.RouteLostAsync(LogId.Group("g"));

        (await first.ReceiveSeqsAsync("group", 2)).ShouldBe([1, 2]);
        (await second.ReceiveSeqsAsync("group", 2)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Signals_ReachThoseTheyTarget()
    {
        foreach (var user in new[] { "ann", "bob", "cid" })
        {
            _kit.Grains.User(user).Join("g");
        }

        var ann = await _kit.ConnectAsync("ann");
        var bob = await _kit.ConnectAsync("bob");
        var bobToo = await _kit.ConnectAsync("bob");
        var cid = await _kit.ConnectAsync("cid");
        var lane = _kit.Services.Lanes.ControlLane;

        await lane.SignalAsync([new Signal(LogId.Group("g"), SignalKind.Typing, "ann")]);
        await lane.SignalAsync([new Signal(LogId.Group("g"), SignalKind.Read, "cid", ["ann", "bob"], bobToo.Session.SessionId, Seq: 3, ReadCount: 1, MemberCount: 3)]);
        await lane.SignalAsync([new Signal(LogId.Group("nobody"), SignalKind.Online, "cid")]);

        foreach (var other in new[] { bob, bobToo, cid })
        {
            (await other.ReceiveAsync("typing"))["user_id"]!.GetValue<string>().ShouldBe("ann");
        }

        (await ann.ReceiveAsync("read"))["read_count"]!.GetValue<int>().ShouldBe(1);
        (await bob.ReceiveAsync("read"))["user_id"]!.GetValue<string>().ShouldBe("cid");
        foreach (var each in new[] { ann, bob, bobToo, cid })
        {
            await each.ShouldHaveNothingMoreAsync();
        }
    }

    [Fact]
    public async Task Signal_InPrivate_NamesThePeerOfEach()
    {
        _kit.Grains.User("ann").Conversations[Private] = 0;
        _bob.Conversations[Private] = 0;
        var ann = await _kit.ConnectAsync("ann");
        var bob = await _kit.ConnectAsync("bob");

        await _kit.Services.Lanes.ControlLane.SignalAsync([new Signal(Private, SignalKind.Read, "bob", ["ann", "bob"], Seq: 3, ReadCount: 1, MemberCount: 2)]);

        (await ann.ReceiveAsync("read"))["peer_user_id"]!.GetValue<string>().ShouldBe("bob");
        (await bob.ReceiveAsync("read"))["peer_user_id"]!.GetValue<string>().ShouldBe("ann");
    }

    [Fact]
    public async Task Audience_NamesEveryUserOnce()
    {
        _bob.Join("g");
        _kit.Grains.User("ann").Join("g");
        await _kit.ConnectAsync("bob");
        await _kit.ConnectAsync("bob");
        await _kit.ConnectAsync("ann");
        var lane = _kit.Services.Lanes.ControlLane;

        (await lane.GetAudienceAsync(LogId.Group("g"))).ShouldBe(["ann", "bob"], ignoreOrder: true);
        (await lane.GetAudienceAsync(LogId.Group("other"))).ShouldBeEmpty();
    }
}
