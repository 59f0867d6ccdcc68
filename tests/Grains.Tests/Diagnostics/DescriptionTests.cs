using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Diagnostics;

/// <summary>What owners tell administrators.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public async Task Room_TellsItsHistory_ItsReceivers_AndSomeOfItsConnections()
    {
        await using var silos = await TestSilos.StartAsync("Rooms:MaxMessages=5");
        var room = silos.Room("r");
        var (first, firstRoute) = silos.Gateway("gw-1");
        var (stuck, stuckRoute) = silos.Gateway("gw-2");
        stuck.Stuck = true;
        await room.AttachAsync(Some.Attach(firstRoute, null, "s1", "s2"));
        await room.AttachAsync(Some.Attach(stuckRoute, null, "s3"));
        for (var i = 1; i <= 8; i++)
        {
            await room.Publish(Some.Message($"m{i}"));
        }

        // One that is behind by more than the history holds hears of a gap, and the rest.
        await first.Until(() => first.Seen.LastOrDefault() == 8);
        var described = await Eventually.IsAsync(() => room.DescribeAsync(2), found => found.Log.Gateways[0].DeliveredSeq == 8);

        described.Connections.ShouldBe(3);
        described.Some.Select(some => (some.Key, some.Value.SessionId)).ShouldBe([("gw-1", "s1"), ("gw-1", "s2")]);
        (described.Log.LastSeq, described.Log.Epoch.Length > 0).ShouldBe((8, true));
        described.Log.FirstSeq.ShouldBeInRange(2, 4, "history is trimmed, not before it has to be");
        described.Log.Gateways.ShouldBe([new LogReceiver("gw-1", 2, 8), new LogReceiver("gw-2", 1, 0)]);
        described.Log.Services.ShouldBeEmpty();
        (await Should.ThrowAsync<RealtimeException>(() => room.DescribeAsync(RoomDescription.MaxConnections + 1))).Code.ShouldBe(RealtimeErrorCode.BadRequest);
        stuck.Release();
    }

    [Fact]
    public async Task User_TellsConnections_Inbox_AndConversations()
    {
        await using var silos = await TestSilos.StartAsync();
        var user = silos.User("bob");
        await silos.Group("g").Create("alice", "bob");
        await user.Send(Some.Message("e1", MessageKind.Event), Some.Message("e2", MessageKind.Event));
        var (gateway, route) = silos.Gateway();
        await user.ConnectAsync(Some.Connect(route, "s1"));
        await user.AcknowledgeAsync(new(1, null));

        var described = await user.DescribeAsync();

        (described.Inbox.LastSeq, described.Inbox.AckedSeq, described.Pending).ShouldBe((2, 1, 1));
        described.Presence.Online.ShouldBeTrue();
        (described.ConnectionCount, described.Connections.ShouldHaveSingleItem().SessionId).ShouldBe((1, "s1"));
        (described.ConversationCount, described.Conversations.ShouldHaveSingleItem()).ShouldBe((1, new UserConversation(LogId.Group("g"), 0)));
        described.Inbox.Gateways.ShouldHaveSingleItem().Name.ShouldBe(gateway.Address.InstanceId);
    }

    [Fact]
    public async Task Group_TellsItsLog_ToAdminsAndMembersOnly()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob");
        await group.Say(Some.From("alice", "m1"));
        var (gateway, route) = silos.Gateway();
        await group.AttachAsync(Some.Attach(route));

        var log = await group.DescribeAsync(Some.Admin("root"));

        (log.FirstSeq, log.LastSeq).ShouldBe((1, 1));
        log.Gateways.ShouldBe([new LogReceiver(gateway.Address.InstanceId, 0, 1)]);
        (await Should.ThrowAsync<RealtimeException>(() => group.DescribeAsync(Some.User("mallory")))).Code.ShouldBe(RealtimeErrorCode.NotMember);
        (await Should.ThrowAsync<RealtimeException>(() => silos.Group("none").DescribeAsync(Some.Admin("root")))).Code.ShouldBe(RealtimeErrorCode.NotFound);
    }

    [Fact]
    public async Task Session_TellsWhoseItIs_AndWhatItListensTo_UntilItEnds()
    {
        await using var silos = await TestSilos.StartAsync();
        var session = silos.Session("s");
        var (_, route) = silos.Gateway();
        (await session.DescribeAsync()).ShouldBeNull();
        await session.OpenAsync(Some.Open(route, "k1"));
        await session.UpdateAsync("k1", new(SessionPositions(), Array.Empty<LogId>()));

        var connected = (await session.DescribeAsync()).ShouldNotBeNull();
        (connected.UserId, connected.Connected, connected.ExpiresAtUnixMs, connected.SubscriptionCount).ShouldBe(("u1", true, null, 1));
        connected.Subscriptions.Single().Log.ShouldBe(LogId.Room("a"));
        connected.Inbox.ShouldBe(new LogPosition(9, "i"));

        await session.DetachAsync("k1", new(Array.Empty<Interfaces.Connections.SessionPosition>(), Array.Empty<LogId>()));
        var waiting = (await session.DescribeAsync()).ShouldNotBeNull();
        waiting.Connected.ShouldBeFalse();
        waiting.ExpiresAtUnixMs.ShouldBe(silos.Clock.GetUtcNow().AddMinutes(2).ToUnixTimeMilliseconds());

        static Interfaces.Connections.SessionPosition[] SessionPositions() => [new(LogId.Room("a"), new(2, "e")), new(LogId.Inbox("u1"), new(9, "i"))];
    }

    [Fact]
    public async Task Directory_KeepsReportsForThoseWhoAskForThem()
    {
        await using var silos = await TestSilos.StartAsync();
        var (gateway, route) = silos.Gateway();
        var directory = silos.Directory(gateway.Address);
        var report = new GatewayReport
        {
            Process = new("1.2.3", 1, 2, 3, 4, 5),
            Counters = new() { Connects = 7 },
            Acknowledge = new([3, 4], [1, 2]),
            Rooms = [new("lobby", 5)],
        };
        await directory.RenewAsync(new(gateway.Address, route.Lane, 3, Draining: false, Report: report));
        silos.Clock.Advance(TimeSpan.FromSeconds(2));

        (await directory.ListAsync()).ShouldHaveSingleItem().Report.ShouldBeNull("broadcasts need no figures");
        var lease = (await directory.ListReportsAsync()).ShouldHaveSingleItem();
        lease.AgeMs.ShouldBe(2_000);
        var kept = lease.Report.ShouldNotBeNull();
        (kept.Process, kept.Counters, kept.Rooms.Single()).ShouldBe((report.Process, report.Counters, new AudienceSize("lobby", 5)));
        (kept.Acknowledge.Buckets, kept.Acknowledge.Counts).ShouldSatisfyAllConditions(
            found => found.Buckets.ShouldBe([3, 4]),
            found => found.Counts.ShouldBe([1, 2]));
    }
}
