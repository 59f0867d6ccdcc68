using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Conversations;

/// <summary>Unread counts, receipts, typing and presence.</summary>
public sealed class ReadingTests
{
    [Fact]
    public async Task Unread_CountsMessagesOfOthersThatAreThere()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob");
        await group.Say(Some.From("alice", "m1"));
        await group.Say(Some.From("bob", "m2"));
        await group.Say(Some.From("alice", "m3"));
        await group.AddMembersAsync(Some.User("alice"), new[] { "carol" });
        await group.Say(Some.From("alice", "m5"));
        await group.RecallAsync(Some.User("alice"), "m3", null, null);

        var bob = await group.GetUnreadAsync("bob", 20);
        (bob!.Count, bob.LastSeq, bob.ReadSeq, string.Join(' ', bob.Messages.Select(m => m.Id))).ShouldBe((2, 6, 0, "m1 m5"));
        (await group.GetUnreadAsync("carol", 0))!.Count.ShouldBe(1);
        (await group.GetUnreadAsync("alice", 0))!.Count.ShouldBe(1);
        var read = await group.MarkReadAsync("bob", 1, null);
        (read.Seq, read.Unread).ShouldBe((1, 1));
        (await group.MarkReadAsync("bob", 0, null)).Seq.ShouldBe(1);
        (await group.MarkReadAsync("bob", 6, null)).Unread.ShouldBe(0);
        (await Should.ThrowAsync<RealtimeException>(() => group.MarkReadAsync("bob", 7, null))).Code.ShouldBe(RealtimeErrorCode.BadRequest);
        (await silos.User("bob").GetUnreadAsync(20)).ShouldBeEmpty();
        (await silos.User("carol").GetUnreadAsync(20)).Single().ShouldSatisfyAllConditions(u => u.Log.ShouldBe(LogId.Group("g")), u => u.Messages.Single().Id.ShouldBe("m5"));
    }

    [Fact]
    public async Task Unread_BeyondTheIndex_IsCountedByPositions()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob");
        for (var i = 0; i < 5; i++)
        {
            await group.PublishAsync(Enumerable.Range(0, 500).Select(n => Some.From("alice", $"m{i}-{n}")).ToArray());
        }

        var unread = await group.GetUnreadAsync("bob", 20);
        (unread!.Count, unread.Messages.Count, unread.Messages[^1].Id).ShouldBe((2_500, 20, "m4-499"));
    }

    [Fact]
    public async Task Read_IsToldToSendersAndTheReadersOtherConnections_WithCounts()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob", "carol", "dave");
        var (gateway, route) = silos.Gateway();
        await group.AttachAsync(Some.Attach(route));
        await group.Say(Some.From("alice", "m1"));
        await group.Say(Some.From("dave", "m2"));

        await group.MarkReadAsync("bob", 1, "s-bob");
        await group.MarkReadAsync("bob", 2, "s-bob");
        await group.MarkReadAsync("carol", 1, null);
        silos.Clock.Advance(TimeSpan.FromSeconds(1));
        await gateway.Until(() => gateway.Signals.Length == 2);

        var signals = gateway.Signals.OrderBy(signal => signal.UserId).ToArray();
        signals.Select(s => (s.Kind, s.UserId, s.Seq, s.ReadCount, s.MemberCount, s.ExceptSessionId)).ShouldBe([
            (SignalKind.Read, "bob", 2, 1, 4, "s-bob"), (SignalKind.Read, "carol", 1, 2, 4, null)]);
        signals[0].Targets!.Order().ShouldBe(["alice", "bob", "dave"]);
        signals[1].Targets!.Order().ShouldBe(["alice", "carol"]);
        var receipts = await group.GetReceiptsAsync(Some.User("alice"), "m1");
        (receipts.ReadCount, receipts.MemberCount, string.Join(' ', receipts.Readers)).ShouldBe((2, 4, "bob carol"));
    }

    [Fact]
    public async Task TypingAndPresence_ReachGateways_AndWhoIsThereIsAsked()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob");
        var (gateway, route) = silos.Gateway();
        await group.AttachAsync(Some.Attach(route));
        (await group.GetPresenceAsync(Some.User("alice"))).OnlineCount.ShouldBe(0);
        gateway.Audience = ["bob", "mallory"];

        await group.TypingAsync("alice", "s1");
        await silos.User("bob").ConnectAsync(Some.Connect(route, "s2"));
        await gateway.Until(() => gateway.Signals.Length == 2);

        gateway.Signals.Select(s => (s.Kind, s.UserId)).Order().ShouldBe([(SignalKind.Typing, "alice"), (SignalKind.Online, "bob")]);
        var presence = await group.GetPresenceAsync(Some.User("alice"));
        (string.Join(' ', presence.Online), presence.OnlineCount, presence.MemberCount).ShouldBe(("bob", 1, 2));
        (await group.GetMembersAsync(Some.User("alice"), null, 10)).Members.Select(m => m.Online).ShouldBe([false, true]);
    }

    [Fact]
    public async Task Presence_OfAReload_IsNoNews_AndGoneForGoodIs()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob");
        var (gateway, route) = silos.Gateway();
        await group.AttachAsync(Some.Attach(route));
        var bob = silos.User("bob");
        await bob.ConnectAsync(Some.Connect(route, "s1"));
        await gateway.Until(() => gateway.Signals.Length == 1);

        await bob.DisconnectAsync(route.Address, "s1");
        await bob.ConnectAsync(Some.Connect(route, "s2"));
        silos.Clock.Advance(TimeSpan.FromSeconds(10));
        await bob.GetPresenceAsync();
        gateway.Signals.Length.ShouldBe(1);

        await bob.DisconnectAsync(route.Address, "s2");
        silos.Clock.Advance(TimeSpan.FromSeconds(10));
        await gateway.Until(() => gateway.Signals.Length == 2);
        gateway.Signals[1].Kind.ShouldBe(SignalKind.Offline);
    }

    [Fact]
    public async Task Presence_OfUsersWhoseGatewayDied_IsToldWithoutAnybodyAsking()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob");
        var (gateway, route) = silos.Gateway("gw-1");
        var (dead, deadRoute) = silos.Gateway("gw-2");
        await silos.Directory(dead.Address).RenewAsync(new(dead.Address, deadRoute.Lane, 1, Draining: false));
        await group.AttachAsync(Some.Attach(route));
        await silos.User("bob").ConnectAsync(Some.Connect(deadRoute, "s1"));
        await gateway.Until(() => gateway.Signals.Length == 1);

        // Its lease runs out, then the grace; each is noticed at a tick of the clock.
        await Eventually.IsAsync(
            async () =>
            {
                silos.Clock.Advance(TimeSpan.FromSeconds(2));
                await silos.Directory(gateway.Address).RenewAsync(new(gateway.Address, route.Lane, 1, Draining: false));
                return gateway.Signals.Length;
            },
            signals => signals == 2);

        gateway.Signals[1].ShouldSatisfyAllConditions(s => s.Kind.ShouldBe(SignalKind.Offline), s => s.UserId.ShouldBe("bob"));
    }
}
