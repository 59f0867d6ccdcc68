using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Conversations;

/// <summary>Who hears what when members come and go.</summary>
public sealed class MembershipTests
{
    [Fact]
    public async Task AddMembers_AnswersWhenTheirGatewaysListen()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice");
        await group.Say(Some.From("alice", "m1"));
        var (gateway, route) = silos.Gateway();
        var connected = await silos.User("bob").ConnectAsync(Some.Connect(route, "s1"));
        connected.Conversations.ShouldBeEmpty();
        var listens = new TaskCompletionSource();
        gateway.OnChange = _ => listens.Task;

        var adding = group.AddMembersAsync(Some.User("alice"), new[] { "bob" });
        await gateway.Until(() => gateway.Changes.Length == 1);
        adding.IsCompleted.ShouldBeFalse();
        listens.SetResult();
        await adding;

        var change = gateway.Changes.Single();
        (change.UserId, change.Added.Single(), change.Removed.Count).ShouldBe(("bob", new UserConversation(LogId.Group("g"), 2), 0));
        change.Version.ShouldBeGreaterThan(connected.ConversationsVersion);
        (await silos.User("bob").ConnectAsync(Some.Connect(route, "s2"))).Conversations.ShouldBe([new UserConversation(LogId.Group("g"), 2)]);
    }

    [Fact]
    public async Task RemoveMember_AnswersWhenNoGatewayDeliversAnyMore()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob");
        var (gateway, route) = silos.Gateway();
        await silos.User("bob").ConnectAsync(Some.Connect(route, "s1"));
        await group.AttachAsync(Some.Attach(route));
        gateway.Stuck = true;

        var removing = group.RemoveMemberAsync(Some.User("alice"), "bob");
        await gateway.Until(() => gateway.Stalled == 1);
        removing.IsCompleted.ShouldBeFalse();
        gateway.Changes.ShouldBeEmpty("what was sent until then is delivered first");
        gateway.Stuck = false;
        gateway.Release();

        (await removing).Changed.ShouldBe(["bob"]);
        gateway.Changes.Single().Removed.ShouldBe([LogId.Group("g")]);
        gateway.Messages.Last().ShouldSatisfyAllConditions(m => m.Type.ShouldBe("removed"), m => m.Reference!.UserId.ShouldBe("bob"));
        (await group.GetUnreadAsync("bob", 0)).ShouldBeNull();
    }

    [Fact]
    public async Task RemovedMember_IsToldByItsGrain_WhenTheGatewayStalls()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob");
        var (gateway, route) = silos.Gateway();
        await silos.User("bob").ConnectAsync(Some.Connect(route, "s1"));
        await group.AttachAsync(Some.Attach(route));
        gateway.Stuck = true;

        var removing = group.RemoveMemberAsync(Some.User("alice"), "bob");

        await Eventually.IsAsync(() => { silos.Clock.Advance(TimeSpan.FromMilliseconds(100)); return Task.FromResult(gateway.Changes); }, changes => changes.Any(change => change.Removed.Count == 1));
        removing.IsCompleted.ShouldBeFalse();
        gateway.Stuck = false;
        gateway.Release();
        (await removing).Changed.ShouldBe(["bob"]);
    }

    [Fact]
    public async Task Members_SurviveTheirSilo_AndAreToldAgain()
    {
        await using var silos = await TestSilos.StartAsync(2, clock: null);
        var group = silos.Group("g");
        var (_, route) = silos.Gateway();
        await group.Create("alice", "bob");
        var attached = await group.AttachAsync(Some.Attach(route));
        await group.AddMembersAsync(Some.User("alice"), new[] { "carol" });
        await group.RemoveMemberAsync(Some.User("alice"), "bob");
        await group.Say(Some.From("carol", "m1"));
        await group.MarkReadAsync("alice", 3, null);

        await silos.KillAsync(attached.HostId);

        var info = await Eventually.IsAsync(() => group.GetAsync(Some.User("carol")), _ => true);
        (info.OwnerId, info.MemberCount, info.LastSeq).ShouldBe(("alice", 2, 3));
        var members = await group.GetMembersAsync(Some.Service, null, 10);
        members.Members.Select(m => (m.UserId, m.JoinedSeq, m.ReadSeq)).ShouldBe([("alice", 0, 3), ("carol", 1, 1)]);
        (await group.Say(Some.From("bob", "m2"))).Error.ShouldBe(Interfaces.RealtimeErrorCode.NotMember);
    }

    [Fact]
    public async Task TenThousandMembers_AreToldAndListed()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        var users = Enumerable.Range(0, 10_000).Select(i => $"u{i:D5}").ToArray();

        var info = await silos.Group("g").Create("owner", users);

        info.MemberCount.ShouldBe(10_001);
        var page = await silos.Group("g").GetMembersAsync(Some.User("u00007"), "u00998", 1_000);
        (page.Members[0].UserId, page.Members.Count, page.HasMore).ShouldBe(("u00999", 1_000, true));
        await Eventually.IsAsync(() => silos.User("u09999").GetConversationsAsync(), list => list.Count == 1);
    }
}
