using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Delivery;

public sealed class DeliveryRoutesTests : IDisposable
{
    private readonly DeliveryRig _rig = new();

    private static long[] Seqs(long from, long to) => [.. Enumerable.Range(0, (int)(to - from + 1)).Select(i => from + i)];

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Attach_WithoutPosition_DeliversWhatComesFromNowOn()
    {
        var gateway = new FakeGateway();
        _rig.Append(3);
        _rig.Attach(gateway);
        gateway.Seen.ShouldBeEmpty();
        _rig.Append(2);
        gateway.Seen.ShouldBe([4, 5]);
        gateway.Gaps.ShouldBeEmpty();
    }

    [Fact]
    public void Attach_WithPosition_DeliversWhatFollowsIt()
    {
        var gateway = new FakeGateway();
        _rig.Append(5);
        _rig.Attach(gateway, new(2, "e1"));
        gateway.Seen.ShouldBe([3, 4, 5]);
        _rig.Routes.Find(gateway.Address)!.Pump.AckedSeq.ShouldBe(5);
    }

    [Fact]
    public void Attach_WithPositionBeyondTheEnd_CountsAsTheEnd()
    {
        var gateway = new FakeGateway();
        _rig.Append(2);
        _rig.Attach(gateway, new(9, null));
        _rig.Routes.Find(gateway.Address)!.Pump.AckedSeq.ShouldBe(2);
    }

    [Fact]
    public void Attach_WithAnotherEpoch_AnnouncesAGapAndDeliversEverything()
    {
        var gateway = new FakeGateway();
        _rig.Append(3);
        _rig.Attach(gateway, new(40, "older"));
        gateway.Gaps.ShouldBe([(1, 0)]);
        gateway.Seen.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Attach_WithAnotherEpochOfAnEmptyLog_AnnouncesTheGap()
    {
        var gateway = new FakeGateway();
        _rig.Attach(gateway, new(40, "older"));
        gateway.Gaps.ShouldBe([(1, 0)]);
    }

    [Fact]
    public void Attach_WhenTheGapIsNotConfirmed_AnnouncesItAgain()
    {
        var gateway = new FakeGateway();
        gateway.Script([DeliveryFault.LostRequest]);
        _rig.Append(3);
        _rig.Attach(gateway, new(40, "older"));
        _rig.Routes.Find(gateway.Address)!.Pump.Position.Epoch.ShouldNotBe("e1");
        _rig.Advance(1);
        gateway.Gaps.ShouldBe([(1, 0)]);
        gateway.Seen.ShouldBe([1, 2, 3]);
        _rig.Routes.Find(gateway.Address)!.Pump.Position.ShouldBe(new LogPosition(3, "e1"));
    }

    [Fact]
    public void Attach_WhenRetentionPassedThePosition_AnnouncesWhatIsLost()
    {
        var gateway = new FakeGateway();
        _rig.Append(10);
        _rig.Source.FirstSeq = 7;
        _rig.Attach(gateway, new(2, "e1"));
        gateway.Gaps.ShouldBe([(3, 6)]);
        gateway.Seen.ShouldBe([7, 8, 9, 10]);
    }

    [Fact]
    public void Attach_Repeated_DeliversNothingTwice()
    {
        var gateway = new FakeGateway();
        _rig.Append(5);
        _rig.Attach(gateway, new(0, "e1"));
        _rig.Routes.Attach(new(gateway.Address, gateway), new(2, "e1"), []);
        _rig.Append(1);
        gateway.Seen.ShouldBe(Seqs(1, 6));
        _rig.Routes.All.Count.ShouldBe(1);
    }

    [Fact]
    public void Attach_OfANewerLifeOfTheGateway_ReplacesTheOlder()
    {
        var (older, newer) = (new FakeGateway("gw", "a"), new FakeGateway("gw", "b"));
        _rig.Attach(older);
        _rig.Append(1);
        _rig.Attach(newer);
        _rig.Append(1);
        older.Seen.ShouldBe([1]);
        newer.Seen.ShouldBe([2]);
        _rig.Routes.All.Count.ShouldBe(1);
    }

    [Fact]
    public void Deliver_WhenTheGatewayHasNoAudience_DropsTheRoute()
    {
        var gateway = new FakeGateway { Attached = false };
        _rig.Attach(gateway);
        _rig.Append(1);
        _rig.Routes.Any.ShouldBeFalse();
        _rig.Changes.ShouldBe(2);
    }

    [Fact]
    public void Deliver_WhenOneGatewayIsStuck_TheOtherGetsAll()
    {
        var (stuck, quick) = (new FakeGateway("gw-1") { Stuck = true }, new FakeGateway("gw-2"));
        _rig.Attach(stuck);
        _rig.Attach(quick);
        for (var i = 0; i < 500; i++)
        {
            _rig.Append(1);
        }

        quick.Seen.ShouldBe(Seqs(1, 500));
        stuck.Calls.ShouldBe(1, "what is in flight together has no order");
        stuck.Stuck = false;
        stuck.Release();
        stuck.Seen.ShouldBe(Seqs(1, 500));
        stuck.Calls.ShouldBeLessThan(10, "what waited goes out in large batches");
    }

    [Fact]
    public void Deliver_ToGatewaysAtTheSamePosition_BuildsOneBatch()
    {
        var gateways = new[] { new FakeGateway("gw-1"), new FakeGateway("gw-2"), new FakeGateway("gw-3") };
        Array.ForEach(gateways, gateway => _rig.Attach(gateway));
        _rig.Append(3);
        gateways.ShouldAllBe(gateway => gateway.Calls == 1 && gateway.Seen.Length == 3);
    }

    [Fact]
    public void Deliver_ToTheLastGatewayThatWaits_SaysThatAllHaveEverything()
    {
        var (stuck, quick) = (new FakeGateway("gw-1") { Stuck = true }, new FakeGateway("gw-2"));
        _rig.Attach(stuck);
        _rig.Attach(quick);
        _rig.Append(3);
        _rig.Source.TimesCaughtUp.ShouldBe(0);
        stuck.Release();
        _rig.Source.TimesCaughtUp.ShouldBe(1);
    }

    [Fact]
    public void Deliver_WhenItFails_IsRepeatedAfterAGrowingDelay()
    {
        var gateway = new FakeGateway();
        gateway.Script(Enumerable.Repeat(DeliveryFault.LostRequest, 3));
        _rig.Attach(gateway);
        _rig.Append(1);
        foreach (var (seconds, calls) in new[] { (0.049, 1), (0.001, 2), (0.099, 2), (0.001, 3), (0.199, 3), (0.001, 4) })
        {
            _rig.Advance(seconds);
            gateway.Calls.ShouldBe(calls);
        }

        gateway.Seen.ShouldBe([1]);
        _rig.Clock.ActiveTimers.ShouldBe(0, "no timer is left at rest");
    }

    [Fact]
    public void Deliver_WhenTheLeaseIsGone_DropsTheRoute()
    {
        var gateway = new FakeGateway { Gone = true };
        _rig.Attach(gateway);
        _rig.Append(1);
        _rig.Advance(5);
        _rig.Routes.Any.ShouldBeTrue("the lease is still held");
        _rig.Dead.Add(gateway.Address);
        _rig.Advance(2);
        _rig.Routes.Any.ShouldBeFalse();
    }

    [Fact]
    public void Deliver_WhenReadingTheLogFails_TriesAgain()
    {
        var gateway = new FakeGateway();
        _rig.Source.FailReads = 2;
        _rig.Attach(gateway);
        _rig.Append(3);
        _rig.Advance(1);
        gateway.Seen.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Attach_WhileALogReadIsUnderWay_GoesOnFromTheNewPosition()
    {
        var gateway = new FakeGateway();
        _rig.Append(5);
        _rig.Source.SlowReads = true;
        _rig.Attach(gateway, new(0, "e1"));
        _rig.Routes.Attach(new(gateway.Address, gateway), new(3, "e1"), []);
        gateway.Hold(_rig.Source.Log, new(3, "e1"));
        _rig.Source.SlowReads = false;
        _rig.Source.ReleaseReads();
        gateway.Seen.ShouldBe([4, 5]);
    }

    [Fact]
    public void Close_ThenRestore_GoesOnWhereItEnded()
    {
        var gateway = new FakeGateway();
        _rig.Attach(gateway);
        _rig.Append(3);
        gateway.Script([DeliveryFault.LostAnswer]);
        _rig.Append(2);
        var states = _rig.Routes.Close();
        states.ShouldHaveSingleItem().Position.ShouldBe(new LogPosition(3, "e1"));
        using var next = new DeliveryRig();
        next.Source.Append(7);
        next.Routes.Restore(states);
        gateway.Seen.ShouldBe(Seqs(1, 7));
        _rig.Advance(5);
        gateway.Seen.ShouldBe(Seqs(1, 7), "a closed pump does not come back");
    }
}
