using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Delivery;

public sealed class LogSubscriptionsTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly DeliveryRig _rig = new();

    public void Dispose() => _rig.Dispose();

    private SubscriberPump Subscribe(IRoomObserver observer, LogPosition? from = null, string id = "s1", int max = 4) =>
        _rig.Subscriptions.Subscribe(id, observer, from, Lease, max);

    [Fact]
    public void Subscribe_WithoutPosition_DeliversWhatComesFromNowOn()
    {
        var subscriber = new FakeSubscriber();
        _rig.Append(3);
        Subscribe(subscriber).Position.ShouldBe(new LogPosition(3, "e1"));
        _rig.Append(2);
        subscriber.Read().ShouldBe([4, 5]);
        subscriber.Held.ShouldBe(new LogPosition(5, "e1"));
    }

    [Fact]
    public void Subscribe_WithPosition_DeliversWhatFollowsIt()
    {
        var subscriber = new FakeSubscriber(new(2, "e1"));
        _rig.Append(5);
        Subscribe(subscriber, new(2, "e1"));
        subscriber.Read().ShouldBe([3, 4, 5]);
    }

    [Fact]
    public void Subscribe_WithAnotherEpoch_AnnouncesAGapAndDeliversEverything()
    {
        var subscriber = new FakeSubscriber(new(40, "older"));
        _rig.Append(2);
        Subscribe(subscriber, new(40, "older"));
        subscriber.Read().ShouldBe([0, 1, 2]);
        subscriber.Held.ShouldBe(new LogPosition(2, "e1"));
    }

    [Fact]
    public void Subscribe_WhenRetentionPassedThePosition_AnnouncesWhatIsLost()
    {
        var subscriber = new FakeSubscriber(new(2, "e1"));
        _rig.Append(10);
        _rig.Source.FirstSeq = 7;
        Subscribe(subscriber, new(2, "e1"));
        subscriber.Read().ShouldBe([-6, 7, 8, 9, 10]);
    }

    [Fact]
    public void Subscribe_Again_RenewsAndDisturbsNothing()
    {
        var subscriber = new FakeSubscriber();
        var pump = Subscribe(subscriber);
        subscriber.Script([DeliveryFault.Stall]);
        _rig.Append(2);
        for (var i = 0; i < 10; i++)
        {
            _rig.Advance(8);
            Subscribe(subscriber, new(0, "e1")).ShouldBe(pump);
        }

        subscriber.Calls.ShouldBe(1, "the batch under way is still awaited");
        subscriber.Release();
        subscriber.Read().ShouldBe([1, 2]);
    }

    [Fact]
    public void Subscribe_ByAnotherObserverOfTheSameName_TakesItsPlace()
    {
        var (older, newer) = (new FakeSubscriber(), new FakeSubscriber(new(1, "e1")));
        Subscribe(older);
        _rig.Append(1);
        Subscribe(newer, new(1, "e1"), max: 1);
        _rig.Append(1);
        older.Read().ShouldBe([1]);
        newer.Read().ShouldBe([2]);
        _rig.Subscriptions.All.Count.ShouldBe(1);
    }

    [Fact]
    public void Subscribe_BeyondTheLimit_IsRefusedInWords()
    {
        Subscribe(new FakeSubscriber(), id: "s1", max: 1);
        var refused = Should.Throw<RealtimeException>(() => Subscribe(new FakeSubscriber(), id: "s2", max: 1));
        refused.Code.ShouldBe(RealtimeErrorCode.Conflict);
        refused.Message.ShouldContain("1 services listen here already");
    }

    [Fact]
    public void ASubscriberThatDoesNotRenew_IsDropped_AlsoWhenNothingIsDelivered()
    {
        Subscribe(new FakeSubscriber());
        _rig.Advance(9.9);
        _rig.Subscriptions.Any.ShouldBeTrue();
        _rig.Advance(0.2);
        _rig.Subscriptions.Any.ShouldBeFalse();
        _rig.Changes.ShouldBe(2);
        _rig.Clock.ActiveTimers.ShouldBe(0);
    }

    [Fact]
    public void ADeadSubscriber_DelaysNobody_AndIsDroppedWithItsLease()
    {
        var (dead, other, gateway) = (new FakeSubscriber { Gone = true }, new FakeSubscriber(), new FakeGateway());
        _rig.Attach(gateway);
        Subscribe(dead, id: "dead");
        Subscribe(other, id: "other");
        _rig.Append(3);
        other.Read().ShouldBe([1, 2, 3]);
        gateway.Seen.ShouldBe([1, 2, 3]);
        _rig.Advance(9);
        Subscribe(other, id: "other");
        _rig.Advance(2);
        _rig.Subscriptions.All.ShouldHaveSingleItem().SubscriberId.ShouldBe("other");
    }

    [Fact]
    public void Unsubscribe_EndsDeliveryAndLeavesNoTimer()
    {
        var subscriber = new FakeSubscriber();
        Subscribe(subscriber);
        _rig.Append(1);
        _rig.Subscriptions.Unsubscribe("s1");
        _rig.Append(1);
        subscriber.Read().ShouldBe([1]);
        _rig.Subscriptions.Any.ShouldBeFalse();
        _rig.Clock.ActiveTimers.ShouldBe(0);
    }

    [Fact]
    public void ASubscriberThatIsDone_IsDropped()
    {
        var subscriber = new FakeSubscriber();
        Subscribe(subscriber);
        subscriber.Complete();
        _rig.Append(1);
        _rig.Subscriptions.Any.ShouldBeFalse();
    }

    [Fact]
    public void ASlowReader_GetsEverythingInOrder_AndDelaysNobody()
    {
        var slow = new FakeSubscriber(time: _rig.Clock, capacity: 4);
        var quick = new FakeSubscriber();
        Subscribe(slow, id: "slow");
        Subscribe(quick, id: "quick");
        var read = new List<long>();
        _rig.Append(20);
        quick.Read().Count.ShouldBe(20);
        for (var i = 0; i < 40 && read.Count < 20; i++)
        {
            read.AddRange(slow.Read(max: 1));
            _rig.Advance(2);
            slow.Settle();
            Subscribe(slow, id: "slow");
        }

        read.ShouldBe(Some.Seqs(1, 20));
    }

    [Fact]
    public void AGapThatFindsNoRoom_IsAnnouncedLater()
    {
        var slow = new FakeSubscriber(new(0, "e1"), _rig.Clock, capacity: 2);
        Subscribe(slow, new(0, "e1"));
        _rig.Append(10);
        _rig.Source.FirstSeq = 8;
        var read = new List<long>();
        for (var i = 0; i < 60 && read.LastOrDefault() < 10; i++)
        {
            _rig.Advance(1);
            slow.Settle();
            Subscribe(slow);
            read.AddRange(i < 10 ? [] : slow.Read());
        }

        read.ShouldBe([1, 2, -7, 8, 9, 10]);
    }

    /// <summary>Whatever fails on the way, in any order: the subscriber reads every message once, in order.</summary>
    [Fact]
    public void Deliver_WhateverFails_TheSubscriberReadsEveryMessageOnceInOrder()
    {
        var fault = Gen.Elements(DeliveryFault.None, DeliveryFault.LostRequest, DeliveryFault.LostAnswer, DeliveryFault.Stall);
        var runs = from script in fault.ArrayOf()
                   from steps in Gen.Choose(0, 9).ArrayOf()
                   from batch in Gen.Choose(1, 7)
                   from capacity in Gen.Choose(1, 5)
                   select (Script: script, Steps: steps, Batch: batch, Capacity: capacity);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(runs.ToArbitrary(), run => Deliver(run.Script, run.Steps, run.Batch, run.Capacity)));
    }

    private static void Deliver(DeliveryFault[] script, int[] steps, int batch, int capacity)
    {
        using var rig = new DeliveryRig(new DeliveryOptions { MaxBatchMessages = batch });
        var subscriber = new FakeSubscriber(new(0, "e1"), rig.Clock, capacity);
        var read = new List<long>();
        subscriber.Script(script);
        rig.Subscriptions.Subscribe("s1", subscriber, subscriber.Held, Lease, 1);
        foreach (var step in steps)
        {
            switch (step)
            {
                case < 4:
                    rig.Append(step + 1);
                    break;
                case 4:
                    rig.Advance(0.06);
                    break;
                case 5:
                    subscriber.Release();
                    break;
                case 6:
                    rig.Advance(12);
                    subscriber.Settle();
                    break;
                case 7:
                    // The room has moved: the next activation knows nothing of it.
                    rig.Subscriptions.Unsubscribe("s1");
                    rig.Subscriptions.Subscribe("s1", subscriber, subscriber.Held, Lease, 1);
                    break;
                default:
                    read.AddRange(subscriber.Read(max: step));
                    break;
            }
        }

        for (var i = 0; i < 400 && read.Count < rig.Source.LastSeq; i++)
        {
            rig.Subscriptions.Subscribe("s1", subscriber, subscriber.Held, Lease, 1);
            subscriber.Release();
            rig.Advance(2);
            subscriber.Settle();
            read.AddRange(subscriber.Read());
        }

        read.ShouldBe(Some.Seqs(1, rig.Source.LastSeq));
    }
}
