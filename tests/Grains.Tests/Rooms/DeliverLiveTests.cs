using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Rooms;

/// <summary><c>Durability:OnUnavailable</c>, seen from the gateways.</summary>
public sealed class DeliverLiveTests
{
    private const string DeliverLive = "Durability:OnUnavailable=DeliverLive";

    [Fact]
    public async Task ARoom_GoesOnLive_AndThenWithItsLog()
    {
        await using var silos = await TestSilos.StartAsync(DeliverLive);
        var room = silos.Room("r");
        var (gateway, route) = silos.Gateway();
        await room.AttachAsync(Some.Attach(route, null, "s1"));
        await room.Publish(Some.Message("m1"));
        silos.StorageIsDown = true;
        var live = (await room.Publish(Some.Message("m2", clientId: "c2"))).Single();
        var again = (await room.Publish(Some.Message("m2", clientId: "c2"))).Single();
        silos.StorageIsDown = false;
        var later = (await room.Publish(Some.Message("m2", clientId: "c2"))).Single();
        var stored = (await room.Publish(Some.Message("m3"))).Single();

        (live.Error, live.LiveOnly, live.Seq, live.MessageId).ShouldBe((RealtimeErrorCode.None, true, 0, "m2"));
        again.ShouldBe(live with { Duplicate = true });
        later.ShouldBe(again);
        (stored.LiveOnly, stored.Seq).ShouldBe((false, 2));
        await gateway.Until(() => gateway.Seen.Length == 2);
        gateway.Live.ShouldBe(["m2"]);
        gateway.Gaps.ShouldBeEmpty();
        (await room.GetHistoryAsync(new(0, null, 10))).Messages.Select(message => message.Id).ShouldBe(["m1", "m3"]);
    }

    [Fact]
    public async Task AnInbox_GoesOnLive_WhileItsUserIsThere_AndRefusesWhileNot()
    {
        await using var silos = await TestSilos.StartAsync(DeliverLive);
        var (gateway, route) = silos.Gateway();
        await silos.User("here").ConnectAsync(Some.Connect(route, "s1"));
        await silos.User("away").Send(Some.Message("m1", MessageKind.Event));
        silos.StorageIsDown = true;

        var here = (await silos.User("here").Send(Some.Message("m2", MessageKind.Event))).Single();
        var away = (await silos.User("away").Send(Some.Message("m3", MessageKind.Event))).Single();

        (here.LiveOnly, here.Online, here.Error).ShouldBe((true, true, RealtimeErrorCode.None));
        (away.LiveOnly, away.Error).ShouldBe((false, RealtimeErrorCode.Unavailable));
        await gateway.Until(() => gateway.Live.Length == 1);
        gateway.Live.ShouldBe(["m2"]);
    }

    [Fact]
    public async Task ARoomThatNobodyOpenedBefore_Refuses()
    {
        await using var silos = await TestSilos.StartAsync(DeliverLive);
        silos.StorageIsDown = true;
        (await silos.Room("r").Publish(Some.Message("m1"))).Single().Error.ShouldBe(RealtimeErrorCode.Unavailable);
    }

    [Fact]
    public async Task Unless_AskedFor_NothingGoesLive()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Room("r");
        var (gateway, route) = silos.Gateway();
        await room.AttachAsync(Some.Attach(route, null, "s1"));
        silos.StorageIsDown = true;
        (await room.Publish(Some.Message("m1"))).Single().Error.ShouldBe(RealtimeErrorCode.Unavailable);
        silos.StorageIsDown = false;
        (await room.Publish(Some.Message("m1"))).Single().Seq.ShouldBe(1);
        await gateway.Until(() => gateway.Seen.Length == 1);
        gateway.Live.ShouldBeEmpty();
    }
}
