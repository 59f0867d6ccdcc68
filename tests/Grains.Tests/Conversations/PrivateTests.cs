using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Conversations;

public sealed class PrivateTests
{
    [Fact]
    public async Task TheFirstMessage_MakesTheConversationKnownToBoth()
    {
        await using var silos = await TestSilos.StartAsync();
        var (gateway, route) = silos.Gateway();
        await silos.User("bob").ConnectAsync(Some.Connect(route, "s1"));
        var conversation = silos.Private("bob", "alice");
        var log = LogId.Private("alice", "bob");

        var said = await conversation.Say(Some.From("alice", "m1", kind: MessageKind.Private));

        said.Seq.ShouldBe(1);
        await gateway.Until(() => gateway.Changes.Length == 1);
        gateway.Changes[0].Added.ShouldBe([new UserConversation(log, 1)]);
        (await Eventually.IsAsync(() => silos.User("alice").GetConversationsAsync(), list => list.Count == 1)).Single().Log.ShouldBe(log);
        var unread = (await silos.User("bob").GetUnreadAsync(20)).Single();
        (unread.Log, unread.Count, unread.Messages.Single().Id).ShouldBe((log, 1, "m1"));
        (await silos.User("alice").GetUnreadAsync(20)).ShouldBeEmpty();
        (await silos.User("bob").ConnectAsync(Some.Connect(route, "s2"))).Conversations.ShouldBe([new UserConversation(log, 1)], "who was away goes on with that message");
    }

    [Fact]
    public async Task SilenceOfAMinute_MakesItBeToldAgain()
    {
        await using var silos = await TestSilos.StartAsync();
        var (gateway, route) = silos.Gateway();
        await silos.User("bob").ConnectAsync(Some.Connect(route, "s1"));
        var conversation = silos.Private("bob", "alice");
        await conversation.Say(Some.From("alice", "m1", kind: MessageKind.Private));
        await gateway.Until(() => gateway.Changes.Length == 1);
        await conversation.Say(Some.From("alice", "m2", kind: MessageKind.Private));
        silos.Clock.Advance(TimeSpan.FromSeconds(61));

        await conversation.Say(Some.From("bob", "m3", kind: MessageKind.Private));

        // Calls that were under way when the clock jumped count as timed out, and are made again after a while.
        await Eventually.IsAsync(() => { silos.Clock.Advance(TimeSpan.FromMilliseconds(100)); return Task.FromResult(gateway.Changes.Length); }, changes => changes >= 2);
        // From the message that made it known, or one before it.
        gateway.Changes[^1].Added.Single().JoinedSeq.ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task OnlyTheTwo_TakePart()
    {
        await using var silos = await TestSilos.StartAsync();
        var conversation = silos.Private("bob", "alice");

        (await conversation.Say(Some.From("mallory", "m1", kind: MessageKind.Private))).Error.ShouldBe(RealtimeErrorCode.NotMember);
        (await conversation.Say(Some.From("mallory", "m1", kind: MessageKind.Private) with { OnBehalf = true })).Error.ShouldBe(RealtimeErrorCode.NotMember);
        (await conversation.Say(Some.From("alice", "m1"))).Error.ShouldBe(RealtimeErrorCode.BadRequest);
        (await Should.ThrowAsync<RealtimeException>(() => conversation.AddMembersAsync(Some.Service, new[] { "carol" }))).Code.ShouldBe(RealtimeErrorCode.BadRequest);
        (await Should.ThrowAsync<RealtimeException>(() => conversation.GetHistoryAsync(Some.User("mallory"), new(null, null, 10)))).Code.ShouldBe(RealtimeErrorCode.NotMember);
        (await Should.ThrowAsync<RealtimeException>(() => silos.Private("alice", "alice").GetPresenceAsync(Some.Service))).Code.ShouldBe(RealtimeErrorCode.BadRequest);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    [InlineData("a|b", "c~1d")]
    [InlineData("~", "|")]
    [InlineData("a/b", "é|~0")]
    public void LogId_OfAnyTwoUsers_NamesThemBothInOneWay(string one, string other)
    {
        var log = LogId.Private(one, other);

        log.ShouldBe(LogId.Private(other, one));
        LogId.Parse(log.ToString()).ShouldBe(log);
        log.PeerOf(one).ShouldBe(other);
        log.PeerOf(other).ShouldBe(one);
        log.PeerOf("nobody").ShouldBeNull();
    }
}
