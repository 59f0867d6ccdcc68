using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

public sealed class AudienceTests
{
    private readonly DeliveryKit _kit = new();
    private readonly FakeLog _log = new(LogId.Room("r"));
    private readonly Audience _audience;

    public AudienceTests() => _audience = new Audience(_log.Log, _log);

    [Fact]
    public void RepeatedBatch_ChangesNothing()
    {
        var target = Subscribe("s1");
        _log.Append();
        var batch = _log.BatchAfter(0, _log.Epoch, 10);

        _audience.Deliver(batch, _kit.Encoder).Ack.Seq.ShouldBe(1);
        _audience.Deliver(batch, _kit.Encoder).Ack.Seq.ShouldBe(1);

        target.Frames.Count.ShouldBe(1);
    }

    [Fact]
    public void BatchWithAHoleBeforeIt_IsRefused_WithTheOwnPosition()
    {
        var target = Subscribe("s1");
        _log.Append();
        _log.Append();

        var outcome = _audience.Deliver(_log.BatchAfter(1, _log.Epoch, 10), _kit.Encoder);

        outcome.Ack.Attached.ShouldBeTrue();
        outcome.Ack.Seq.ShouldBe(0);
        target.Frames.ShouldBeEmpty();
    }

    [Fact]
    public void OwnMessage_DoesNotComeBack_ToItsConnectionOnly()
    {
        var sender = Subscribe("s1");
        var other = Subscribe("s2");
        _log.Append(origin: "s1");

        _audience.Deliver(_log.BatchAfter(0, _log.Epoch, 10), _kit.Encoder);

        sender.Frames.ShouldBeEmpty();
        other.Frames.Count.ShouldBe(1);
    }

    [Fact]
    public void DeliveryThatOvertakesTheAttach_IsTaken()
    {
        var target = new FakeTarget("s1");
        var subscription = _audience.TryAdd(target)!;
        _log.Append();
        var head = new LogPosition(1, _log.Epoch);
        _log.Append();

        _audience.Deliver(_log.BatchAfter(1, _log.Epoch, 10), _kit.Encoder).Ack.Seq.ShouldBe(2);
        _audience.Joined(head.Seq, head.Epoch!, "silo-1");
        _audience.Start(subscription, head, head);
        _kit.Replayer.Begin(subscription, null);

        target.Frames.Select(frame => frame["seq"]!.GetValue<long>()).ShouldBe([2]);
    }

    [Fact]
    public void LateBatchOfAnEpochThatIsOver_IsDropped()
    {
        var target = Subscribe("s1");
        _log.Append();
        var old = _log.BatchAfter(0, _log.Epoch, 10);
        _log.Regress();
        _log.Append();
        _audience.Deliver(_log.BatchAfter(0, "e1", 10), _kit.Encoder);

        _audience.Deliver(old, _kit.Encoder);

        target.Frames.Select(frame => frame["type"]!.GetValue<string>()).ShouldBe(["gap", "room"]);
        _audience.HeldPosition.ShouldBe(new LogPosition(1, "e2"));
    }

    [Fact]
    public void AudienceThatNobodyJoins_IsGone_AndTakesNobodyIn()
    {
        var target = new FakeTarget("s1");
        var subscription = _audience.TryAdd(target)!;
        _audience.Remove(subscription).ShouldBe(0);

        _audience.TryBeginDetach(out _).ShouldBeTrue();
        _audience.EndDetach().ShouldBeTrue();

        _audience.TryAdd(target).ShouldBeNull();
    }

    [Fact]
    public void AudienceThatIsJoinedWhileItDetaches_AttachesAgain()
    {
        var target = new FakeTarget("s1");
        _audience.Remove(_audience.TryAdd(target)!);
        _audience.TryBeginDetach(out _).ShouldBeTrue();

        _audience.TryAdd(target).ShouldNotBeNull();
        _audience.TryBeginAttach(whenAttached: true, out _, out _).ShouldBeFalse("one transition at a time");

        _audience.EndDetach().ShouldBeFalse();
        _audience.TryBeginAttach(whenAttached: false, out var from, out var targets).ShouldBeTrue();
        from.ShouldBeNull();
        targets.ShouldBe([target]);
    }

    private FakeTarget Subscribe(string sessionId)
    {
        var target = new FakeTarget(sessionId);
        var subscription = _audience.TryAdd(target)!;
        var head = new LogPosition(_log.LastSeq, _log.Epoch);
        _audience.Joined(head.Seq, head.Epoch!, "silo-1");
        _audience.Start(subscription, head, head);
        return target;
    }
}
