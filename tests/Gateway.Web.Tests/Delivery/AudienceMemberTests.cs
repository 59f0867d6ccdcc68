using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

/// <summary>An entry that removes a member ends the member's subscriptions, whatever they are doing, unless they began behind it.</summary>
public sealed class AudienceMemberTests
{
    private readonly DeliveryKit _kit = new();
    private readonly FakeLog _log = new(LogId.Group("g"));
    private readonly Audience _audience;

    public AudienceMemberTests() => _audience = new Audience(_log.Log, _log);

    [Fact]
    public void Live_GetsTheFrame_AndNothingBehindItInTheSameBatch()
    {
        var (bob, subscription) = Subscribe("bob", from: 0);
        var (ann, _) = Subscribe("ann", from: 0);
        Remove("bob");
        _log.Append();

        var outcome = Deliver();

        outcome.Ack.Seq.ShouldBe(2);
        TypesOf(bob).ShouldBe(["member"]);
        TypesOf(ann).ShouldBe(["member", "group"]);
        bob.Removed.ShouldBe([(subscription, true)]);
        _audience.Count.ShouldBe(1);
    }

    [Fact]
    public void CatchingUp_IsToldWhatItMisses_AndGetsTheFrame_AndNothingMoreOfTheReplay()
    {
        _log.Append();
        _log.Append();
        Subscribe("ann", from: 2);
        var (bob, subscription) = Subscribe("bob", from: 0);
        Remove("bob");

        Deliver();
        _kit.Replayer.Begin(subscription, firstPage: null);

        subscription.State.ShouldBe(SubscriptionState.Ended);
        TypesOf(bob).ShouldBe(["gap", "member"]);
        (bob.Frames[0]["from_seq"]!.GetValue<long>(), bob.Frames[0]["to_seq"]!.GetValue<long>()).ShouldBe((1, 2));
        bob.Frames[1]["seq"]!.GetValue<long>().ShouldBe(3);
        bob.Removed.ShouldBe([(subscription, true)]);
    }

    [Fact]
    public void NotBegun_GetsNoFrame_AndIsReported()
    {
        Subscribe("ann", from: 0);
        var bob = new FakeTarget("bob", "bob");
        var subscription = _audience.TryAdd(bob)!;
        Remove("bob");

        Deliver();

        bob.Frames.ShouldBeEmpty();
        bob.Removed.ShouldBe([(subscription, false)]);
    }

    [Fact]
    public void ConnectionThatComesBehindTheEntry_RestsOnNothing_UnlessItJoinedAgain()
    {
        Subscribe("ann", from: 0);
        Remove("bob");
        _log.Append();
        Deliver();

        HasEnded("bob", joinedSeq: 0, from: 2).ShouldBeTrue();
        HasEnded("bob", joinedSeq: 0, from: 0).ShouldBeFalse("its replay comes by the entry");
        HasEnded("bob", joinedSeq: 3, from: 3).ShouldBeFalse();
        HasEnded("carl", joinedSeq: 0, from: 2).ShouldBeFalse();

        bool HasEnded(string user, long joinedSeq, long from) => _audience.HasEnded(_audience.TryAdd(new FakeTarget("s", user), joinedSeq)!, from);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MembershipThatBeganBehindTheEntry_Stays(bool started)
    {
        Subscribe("ann", from: 0);
        Remove("bob");
        _log.Append();
        _log.Append(MessageKind.Member, MemberActions.Added, new MessageReference("bob"));
        var bob = new FakeTarget("bob", "bob");
        var subscription = _audience.TryAdd(bob, joinedSeq: 3)!;
        if (started)
        {
            _audience.Start(subscription, new LogPosition(2, null), new LogPosition(0, "e1"));
        }

        Deliver();
        if (!started)
        {
            _audience.Start(subscription, new LogPosition(2, null), new LogPosition(0, "e1"));
        }

        _kit.Replayer.Begin(subscription, firstPage: null);
        _log.Append();
        Deliver();

        bob.Frames.Select(frame => frame["seq"]!.GetValue<long>()).ShouldBe([3, 4]);
        bob.Removed.ShouldBeEmpty();
    }

    [Fact]
    public void AddedAgain_WhileAReplayRuns_TheOldOneEnds_AndTheNewOneBeginsBehind()
    {
        _log.Append();
        Subscribe("ann", from: 1);
        var (bob, old) = Subscribe("bob", from: 0);
        Remove("bob");
        _log.Append(MessageKind.Member, MemberActions.Added, new MessageReference("bob"));
        var again = new FakeTarget("bob", "bob");
        var subscription = _audience.TryAdd(again, joinedSeq: 3)!;
        _audience.Start(subscription, new LogPosition(2, null), new LogPosition(1, "e1"));

        Deliver();
        _kit.Replayer.Begin(old, firstPage: null);
        _kit.Replayer.Begin(subscription, firstPage: null);

        TypesOf(bob).ShouldBe(["gap", "member"]);
        again.Frames.Select(frame => frame["seq"]!.GetValue<long>()).ShouldBe([3]);
        subscription.State.ShouldBe(SubscriptionState.Live);
    }

    [Fact]
    public void Erased_MovesThePosition_LiveAndInReplay()
    {
        var (ann, _) = Subscribe("ann", from: 0);
        _log.Append();
        _log.Append();
        _log.Erase(1);
        Deliver().Ack.Seq.ShouldBe(2);
        var (bob, subscription) = Subscribe("bob", from: 0);
        _kit.Replayer.Begin(subscription, firstPage: null);

        foreach (var target in new[] { ann, bob })
        {
            target.Frames.Select(frame => frame["seq"]!.GetValue<long>()).ShouldBe([2]);
        }

        _audience.PositionOf(subscription).Seq.ShouldBe(2);
    }

    [Fact]
    public void GroupMessage_IsEncodedOnce_PrivateRecallTwice()
    {
        var encoder = new CountingEncoder();
        Subscribe("ann", from: 0);
        Subscribe("bob", from: 0);
        Subscribe("cid", from: 0);
        _log.Append();
        _audience.Deliver(_log.BatchAfter(0, "e1", 10), encoder);
        encoder.Count.ShouldBe(1);

        var log = new FakeLog(LogId.Private("ann", "bob"));
        var audience = new Audience(log.Log, log);
        foreach (var user in new[] { "ann", "bob", "ann", "bob" })
        {
            var subscription = audience.TryAdd(new FakeTarget("s", user))!;
            audience.Joined(0, "e1", "silo-1");
            audience.Start(subscription, new LogPosition(0, "e1"), new LogPosition(0, "e1"));
        }

        log.Append();
        audience.Deliver(log.BatchAfter(0, "e1", 10), encoder);
        encoder.Count.ShouldBe(2);
        log.Append(MessageKind.Recall, about: new MessageReference(MessageId: "m", Seq: 1), senderId: "ann");
        audience.Deliver(log.BatchAfter(1, "e1", 10), encoder);
        encoder.Count.ShouldBe(4);
    }

    [Fact]
    public void ManyConnections_AreAddedWithoutACopyForEach()
    {
        _audience.TryAdd(new FakeTarget("s"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var targets = new FakeTarget[2_000];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = new FakeTarget("s");
        }

        var own = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var target in targets)
        {
            _audience.TryAdd(target);
        }

        // A copy for each would be 8 KB on average, a subscription is less than 300 bytes.
        ((GC.GetAllocatedBytesForCurrentThread() - before) / targets.Length).ShouldBeLessThan(500, $"{own} bytes are the targets' own");
    }

    private (FakeTarget Target, Subscription Subscription) Subscribe(string userId, long from)
    {
        var target = new FakeTarget(userId, userId);
        var subscription = _audience.TryAdd(target)!;
        if (_audience.HeldPosition is null)
        {
            _audience.Joined(_log.LastSeq, _log.Epoch, "silo-1");
        }

        _audience.Start(subscription, new LogPosition(from, _log.Epoch), new LogPosition(_log.LastSeq, _log.Epoch));
        return (target, subscription);
    }

    private void Remove(string userId) => _log.Append(MessageKind.Member, MemberActions.Removed, new MessageReference(userId));

    private DeliveryOutcome Deliver() => _audience.Deliver(_log.BatchAfter(_audience.Position, _log.Epoch, 10), _kit.Encoder);

    private static IEnumerable<string> TypesOf(FakeTarget target) => target.Frames.Select(frame => frame["type"]!.GetValue<string>());
}
