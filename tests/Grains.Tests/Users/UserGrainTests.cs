using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Users;

public sealed class UserGrainTests
{
    [Fact]
    public async Task Send_130ToAnOfflineUser_KeepsTheNewest100AndShowsTheGap()
    {
        await using var silos = await TestSilos.StartAsync();
        var user = silos.User("u");
        var receipts = await user.SendAsync(Some.Messages(130, kind: MessageKind.Event));
        receipts.ShouldAllBe(receipt => !receipt.Online && receipt.Error == RealtimeErrorCode.None);
        var (_, route) = silos.Gateway();
        var connected = await user.ConnectAsync(Some.Connect(route, "s1"));
        (connected.LastSeq, connected.AckedSeq, connected.Pending).ShouldBe((130, 0, 100));
        var page = await user.ReadInboxAsync(new(AfterSeq: 0, BeforeSeq: null, Limit: 500));
        page.Messages.Select(message => message.Seq).ShouldBe(Some.Seqs(31, 130));
        page.FirstSeq.ShouldBe(31);
    }

    [Fact]
    public async Task Send_500ToAnOnlineUser_TrimsNothingUntilTheLastConnectionGoes()
    {
        await using var silos = await TestSilos.StartAsync();
        var user = silos.User("u");
        var (gateway, route) = silos.Gateway();
        gateway.Stuck = true;
        await user.ConnectAsync(Some.Connect(route, "s1"));
        for (var i = 0; i < 5; i++)
        {
            (await user.SendAsync(Some.Messages(100, $"b{i}-", MessageKind.Event))).ShouldAllBe(receipt => receipt.Online);
        }

        (await user.ReadInboxAsync(new(0, null, 500))).FirstSeq.ShouldBe(1);
        gateway.Stuck = false;
        gateway.Release();
        await gateway.Until(() => gateway.Seen.Length == 500);
        gateway.Seen.ShouldBe(Some.Seqs(1, 500));
        await user.DisconnectAsync(gateway.Address, "s1");
        (await user.ReadInboxAsync(new(0, null, 500))).FirstSeq.ShouldBe(401);
    }

    [Fact]
    public async Task Connect_AfterTheInboxGrewOld_AnnouncesNothing()
    {
        await using var silos = await TestSilos.StartAsync();
        var user = silos.User("u");
        await user.SendAsync(Some.Messages(5, kind: MessageKind.Event));
        silos.Clock.Advance(TimeSpan.FromMinutes(31));
        var (_, route) = silos.Gateway();
        (await user.ConnectAsync(Some.Connect(route, "s1"))).Pending.ShouldBe(0);
    }

    [Fact]
    public async Task Acknowledge_MovesTheCursorForwardOnly()
    {
        await using var silos = await TestSilos.StartAsync();
        var user = silos.User("u");
        await user.SendAsync(Some.Messages(10, kind: MessageKind.Event));
        await user.AcknowledgeAsync(new(7, null));
        await user.AcknowledgeAsync(new(3, null));
        await user.AcknowledgeAsync(new(9, "another epoch"));
        var (_, route) = silos.Gateway();
        var connected = await user.ConnectAsync(Some.Connect(route, "s1"));
        (connected.AckedSeq, connected.Pending).ShouldBe((7, 3));
        (await Should.ThrowAsync<RealtimeException>(() => user.AcknowledgeAsync(new(11, null)))).Code.ShouldBe(RealtimeErrorCode.BadRequest);
    }

    [Fact]
    public async Task Connect_OnTwoGateways_DeliversToBothAndDisconnectEndsOne()
    {
        await using var silos = await TestSilos.StartAsync();
        var user = silos.User("u");
        var (first, firstRoute) = silos.Gateway("gw-1");
        var (second, secondRoute) = silos.Gateway("gw-2");
        await user.ConnectAsync(Some.Connect(firstRoute, "s1"));
        await user.ConnectAsync(Some.Connect(firstRoute, "s2"));
        await user.ConnectAsync(Some.Connect(secondRoute, "s3"));
        (await user.GetConnectionsAsync()).Select(connection => connection.SessionId).Order().ShouldBe(["s1", "s2", "s3"]);
        await user.Send(Some.Message("m1"));
        await first.Until(() => first.Seen.Length == 1);
        await second.Until(() => second.Seen.Length == 1);
        await user.DisconnectAsync(first.Address, "s1");
        await user.DisconnectAsync(second.Address, "s3");
        await user.Send(Some.Message("m2"));
        await first.Until(() => first.Seen.Length == 2);
        second.Calls.ShouldBe(1);
        (await user.GetPresenceAsync()).ShouldBe(new UserPresence(Online: true, null));
        await user.DisconnectAsync(first.Address, "s2");
        (await user.GetPresenceAsync()).ShouldBe(new UserPresence(Online: false, silos.Clock.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task Connect_BeyondTheLimit_IsForbiddenUntilADeadGatewaysConnectionsAreGone()
    {
        await using var silos = await TestSilos.StartAsync("Users:MaxConnectionsPerUser=2");
        var user = silos.User("u");
        var (first, firstRoute) = silos.Gateway("gw-1");
        var (second, secondRoute) = silos.Gateway("gw-2");
        await silos.Directory(first.Address).RenewAsync(new(first.Address, firstRoute.Lane, 1, Draining: false));
        await user.ConnectAsync(Some.Connect(firstRoute, "s1"));
        await user.ConnectAsync(Some.Connect(firstRoute, "s2"));
        (await Should.ThrowAsync<RealtimeException>(() => user.ConnectAsync(Some.Connect(secondRoute, "s3")))).Code.ShouldBe(RealtimeErrorCode.Forbidden);
        await user.ConnectAsync(Some.Connect(secondRoute, "s2"));
        (await user.GetConnectionsAsync()).Count.ShouldBe(2, "a session that moved counts once");
        silos.Clock.Advance(TimeSpan.FromSeconds(11));
        await silos.Directory(second.Address).RenewAsync(new(second.Address, secondRoute.Lane, 1, Draining: false));
        await user.ConnectAsync(Some.Connect(secondRoute, "s3"));
        (await user.GetConnectionsAsync()).Select(connection => connection.SessionId).Order().ShouldBe(["s2", "s3"]);
    }

    [Fact]
    public async Task Attach_RestatesWhatAGatewayHolds()
    {
        await using var silos = await TestSilos.StartAsync();
        var user = silos.User("u");
        var (gateway, route) = silos.Gateway();
        await user.SendAsync(Some.Messages(4));
        var epoch = (await user.ReadInboxAsync(new(0, null, 1))).Epoch;
        gateway.Hold(LogId.Inbox("u"), new(2, epoch));
        UserConnection[] connections = [new("s1", gateway.Address, 0, null), new("s2", gateway.Address, 0, null)];
        (await user.AttachAsync(Some.Attach(route, new LogPosition(2, epoch)), connections)).Members.ShouldBe(2);
        await gateway.Until(() => gateway.Seen.Length == 2);
        gateway.Seen.ShouldBe([3, 4]);
        await user.AttachAsync(Some.Attach(route), Array.Empty<UserConnection>());
        (await user.GetPresenceAsync()).Online.ShouldBeFalse();
    }
}
