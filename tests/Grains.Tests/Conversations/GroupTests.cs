using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Conversations;

public sealed class GroupTests
{
    [Fact]
    public async Task Create_MakesAGroupWithItsOwnerAsMember()
    {
        await using var silos = await TestSilos.StartAsync();

        var info = await silos.Group("g").Create("alice", "bob", "carol", "bob");

        (info.GroupId, info.Name, info.OwnerId, info.MemberCount, info.LastSeq).ShouldBe(("g", "A group", "alice", 3, 0));
        var members = await silos.Group("g").GetMembersAsync(Some.User("bob"), afterUserId: null, limit: 100);
        members.Members.Select(member => (member.UserId, member.JoinedSeq, member.IsOwner)).ShouldBe([("alice", 0, true), ("bob", 0, false), ("carol", 0, false)]);
        (await silos.User("carol").GetConversationsAsync()).ShouldBe([new UserConversation(LogId.Group("g"), 0)]);
    }

    [Fact]
    public async Task Create_Twice_IsAConflictUnlessItIsTheSameRequest()
    {
        await using var silos = await TestSilos.StartAsync();
        var request = new CreateGroup(Some.User("alice"), "One", new[] { "bob" }, "r1");
        var first = await silos.Group("g").CreateAsync(request);

        (await silos.Group("g").CreateAsync(request)).ShouldBe(first);
        (await Fault(() => silos.Group("g").CreateAsync(request with { RequestId = "r2" }))).ShouldBe(RealtimeErrorCode.Conflict);
        (await Fault(() => silos.Group("g").CreateAsync(request with { By = Some.User("mallory") }))).ShouldBe(RealtimeErrorCode.Conflict);
    }

    [Fact]
    public async Task Everything_OfAGroupThatDoesNotExist_IsNotFound()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("none");

        (await Fault(() => group.GetAsync(Some.Service))).ShouldBe(RealtimeErrorCode.NotFound);
        (await Fault(() => group.Say(Some.From("alice", "m1")))).ShouldBe(RealtimeErrorCode.NotFound);
        (await Fault(() => group.GetHistoryAsync(Some.Service, new(null, null, 10)))).ShouldBe(RealtimeErrorCode.NotFound);
        (await Fault(() => group.DeleteAsync(Some.Service))).ShouldBe(RealtimeErrorCode.NotFound);
        (await Fault(() => group.MarkReadAsync("alice", 0, null))).ShouldBe(RealtimeErrorCode.NotFound);
    }

    [Fact]
    public async Task Permissions_MembersOnly_OwnerAdminAndServiceManage()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob");

        (await group.Say(Some.From("mallory", "m1"))).Error.ShouldBe(RealtimeErrorCode.NotMember);
        (await group.Say(Some.From("mallory", "m2") with { OnBehalf = true })).Error.ShouldBe(RealtimeErrorCode.None);
        (await Fault(() => group.GetAsync(Some.User("mallory")))).ShouldBe(RealtimeErrorCode.NotMember);
        (await Fault(() => group.GetHistoryAsync(Some.User("mallory"), new(null, null, 10)))).ShouldBe(RealtimeErrorCode.NotMember);
        (await Fault(() => group.MarkReadAsync("mallory", 1, null))).ShouldBe(RealtimeErrorCode.NotMember);
        (await Fault(() => group.TypingAsync("mallory", null))).ShouldBe(RealtimeErrorCode.NotMember);
        (await Fault(() => group.GetPresenceAsync(Some.User("mallory")))).ShouldBe(RealtimeErrorCode.NotMember);
        (await Fault(() => group.GetReceiptsAsync(Some.User("mallory"), "m2"))).ShouldBe(RealtimeErrorCode.NotMember);
        (await group.GetUnreadAsync("mallory", 0)).ShouldBeNull();
        (await Fault(() => group.AddMembersAsync(Some.User("bob"), new[] { "carol" }))).ShouldBe(RealtimeErrorCode.Forbidden);
        (await Fault(() => group.AddMembersAsync(Some.User("mallory"), new[] { "mallory" }))).ShouldBe(RealtimeErrorCode.NotMember);
        (await Fault(() => group.RenameAsync(Some.User("bob"), "X"))).ShouldBe(RealtimeErrorCode.Forbidden);
        (await Fault(() => group.DeleteAsync(Some.User("bob")))).ShouldBe(RealtimeErrorCode.Forbidden);
        (await Fault(() => group.RemoveMemberAsync(Some.User("bob"), "alice"))).ShouldBe(RealtimeErrorCode.Forbidden);
        (await Fault(() => group.RemoveMemberAsync(Some.User("alice"), "alice"))).ShouldBe(RealtimeErrorCode.Conflict);
        (await group.RenameAsync(Some.User("alice"), "Ours")).Name.ShouldBe("Ours");
        (await group.AddMembersAsync(Some.Admin("root"), new[] { "carol" })).Changed.ShouldBe(["carol"]);
        (await group.AddMembersAsync(Some.Service, new[] { "dave", "carol" })).Changed.ShouldBe(["dave"]);
        (await group.RemoveMemberAsync(Some.User("dave"), "dave")).MemberCount.ShouldBe(3);
    }

    [Fact]
    public async Task Publish_Delivers_AndHistoryLeavesOutWhatMembersDidNotWrite()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob");
        var (gateway, route) = silos.Gateway();
        await group.AttachAsync(Some.Attach(route));
        await group.Say(Some.From("alice", "m1"));
        await group.AddMembersAsync(Some.User("alice"), new[] { "carol", "dave" });
        await group.Say(Some.From("carol", "m2"));
        await group.RemoveMemberAsync(Some.User("alice"), "dave");
        for (var i = 3; i <= 12; i++)
        {
            await group.Say(Some.From("bob", $"m{i}"));
        }

        await gateway.Until(() => gateway.Seen.Length == 15);
        gateway.Messages.Take(5).Select(m => (m.Kind, m.Type, m.Reference?.UserId)).ShouldBe([
            (MessageKind.Group, null, null), (MessageKind.Member, "added", "carol"), (MessageKind.Member, "added", "dave"),
            (MessageKind.Group, null, null), (MessageKind.Member, "removed", "dave")]);
        var newest = await group.GetHistoryAsync(Some.User("bob"), new(null, null, 11));
        (newest.Messages.Select(m => m.Id).First(), newest.Messages.Count, newest.HasMore).ShouldBe(("m2", 11, true));
        var oldest = await group.GetHistoryAsync(Some.User("bob"), new(0, null, 2));
        (string.Join(' ', oldest.Messages.Select(m => m.Id)), oldest.HasMore).ShouldBe(("m1 m2", true));
        var all = await group.GetHistoryAsync(Some.User("bob"), new(0, null, 12));
        (all.Messages.Count, all.HasMore).ShouldBe((12, false));
        var (later, laterRoute) = silos.Gateway("gw-2");
        await group.AttachAsync(Some.Attach(laterRoute, new LogPosition(0, newest.Epoch)));
        await later.Until(() => later.Seen.Length == 15);
    }

    [Fact]
    public async Task Recall_ErasesAndTells_WithinTheWindowAndOnlyOnce()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob");
        var (gateway, route) = silos.Gateway();
        await group.AttachAsync(Some.Attach(route));
        await group.Say(Some.From("alice", "m1", clientId: "c1"));
        await group.Say(Some.From("bob", "m2"));

        (await Fault(() => group.RecallAsync(Some.User("bob"), "m1", null, null))).ShouldBe(RealtimeErrorCode.Forbidden);
        (await Fault(() => group.RecallAsync(Some.User("alice"), "m9", null, null))).ShouldBe(RealtimeErrorCode.NotFound);
        var receipt = await group.RecallAsync(Some.User("alice"), "m1", "r1", "s1");
        (await group.RecallAsync(Some.User("alice"), "m1", "r1", "s1")).Seq.ShouldBe(receipt.Seq);
        (await Fault(() => group.RecallAsync(Some.User("alice"), "m1", "r2", "s1"))).ShouldBe(RealtimeErrorCode.NotFound);

        await gateway.Until(() => gateway.Seen.Length == 3);
        var recall = gateway.Messages[2];
        (recall.Kind, recall.SenderId, recall.Reference).ShouldBe((MessageKind.Recall, "alice", new MessageReference(MessageId: "m1", Seq: 1)));
        (await group.GetHistoryAsync(Some.User("bob"), new(null, null, 10))).Messages.Select(m => m.Id).ShouldBe(["m2"]);
        (await group.ReadLogAsync(new(0, null, 10))).Messages.Select(m => (m.Kind, m.Data.Length > 0))
            .ShouldBe([(MessageKind.Erased, false), (MessageKind.Group, true), (MessageKind.Recall, false)]);
        var again = await group.Say(Some.From("alice", "m1b", clientId: "c1"));
        (again.Duplicate, again.Seq).ShouldBe((true, 1));
        silos.Clock.Advance(TimeSpan.FromMinutes(3));
        (await Fault(() => group.RecallAsync(Some.User("bob"), "m2", null, null))).ShouldBe(RealtimeErrorCode.Forbidden);
        (await group.RecallAsync(Some.Admin("root"), "m2", null, null)).Error.ShouldBe(RealtimeErrorCode.None);
    }

    [Fact]
    public async Task Mentions_ListedOrInText_GoToInboxesOfMembers()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        await group.Create("alice", "bob", "anna", "annabel");

        var said = await group.Say(Some.From("alice", "m1", mentions: ["bob", "mallory"]) with { TextMentions = new[] { "anna,", "mallory", "alice!", "annab" } });

        foreach (var (user, count) in new[] { ("bob", 1), ("anna", 1), ("annabel", 0), ("mallory", 0), ("alice", 0) })
        {
            var page = await Eventually.IsAsync(() => silos.User(user).ReadInboxAsync(new(0, null, 10)), page => page.Messages.Count == count);
            page.Messages.Count.ShouldBe(count, user);
            page.Messages.ShouldAllBe(m => m.Kind == MessageKind.Mention && m.SenderId == "alice"
                && m.Reference == new MessageReference(null, LogId.Group("g"), "m1", said.Seq));
        }
    }

    [Fact]
    public async Task Delete_TellsMembersAndRemovesEverything()
    {
        await using var silos = await TestSilos.StartAsync();
        var group = silos.Group("g");
        var made = await group.Create("alice", "bob");
        await group.Say(Some.From("alice", "m1"));
        var (gateway, route) = silos.Gateway();
        await silos.User("bob").ConnectAsync(Some.Connect(route, "s1"));

        await group.DeleteAsync(Some.User("alice"));

        gateway.Changes.Last().Removed.ShouldBe([LogId.Group("g")]);
        (await silos.User("bob").GetConversationsAsync()).ShouldBeEmpty();
        (await Fault(() => group.GetAsync(Some.User("alice")))).ShouldBe(RealtimeErrorCode.NotFound);
        var next = await group.Create("carol");
        (next.OwnerId, next.MemberCount, next.LastSeq).ShouldBe(("carol", 1, 0));
        next.Epoch.ShouldNotBe(made.Epoch);
        (await Fault(() => group.GetAsync(Some.User("bob")))).ShouldBe(RealtimeErrorCode.NotMember);
    }

    private static async Task<RealtimeErrorCode> Fault(Func<Task> call) => (await Should.ThrowAsync<RealtimeException>(call)).Code;
}
