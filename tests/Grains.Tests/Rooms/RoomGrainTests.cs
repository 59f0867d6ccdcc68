using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Rooms;

public sealed class RoomGrainTests
{
    [Fact]
    public async Task Publish_ToTwoGateways_BothGetEverythingInOrder()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Room("r");
        var (first, firstRoute) = silos.Gateway("gw-1");
        var (second, secondRoute) = silos.Gateway("gw-2");
        (await room.AttachAsync(Some.Attach(firstRoute, null, "s1", "s2"))).Members.ShouldBe(2);
        (await room.AttachAsync(Some.Attach(secondRoute, null, "s3"))).Members.ShouldBe(3);
        for (var i = 0; i < 50; i++)
        {
            var receipt = (await room.Publish(Some.Message($"m{i}"))).Single();
            receipt.Seq.ShouldBe(i + 1);
            receipt.MessageId.ShouldBe($"m{i}");
        }

        await first.Until(() => first.Seen.Length == 50);
        await second.Until(() => second.Seen.Length == 50);
        first.Seen.ShouldBe(Some.Seqs(1, 50));
        second.Seen.ShouldBe(Some.Seqs(1, 50));
        first.Messages[7].Data.ShouldBe("{\"n\":1}"u8.ToArray());
    }

    [Fact]
    public async Task Publish_Concurrently_SharesAppendsAndKeepsTheOrderOfEachCaller()
    {
        await using var silos = await TestSilos.StartAsync("Rooms:MaxMessages=5000");
        var room = silos.Room("r");
        var (gateway, route) = silos.Gateway();
        await room.AttachAsync(Some.Attach(route));
        var receipts = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => room.Publish(Some.Message($"m{i}a"), Some.Message($"m{i}b"))));
        receipts.ShouldAllBe(pair => pair[1].Seq == pair[0].Seq + 1);
        receipts.SelectMany(pair => pair).Select(receipt => receipt.Seq).Order().ShouldBe(Some.Seqs(1, 2_000));
        await gateway.Until(() => gateway.Seen.Length == 2_000);
        gateway.Seen.ShouldBe(Some.Seqs(1, 2_000));
        gateway.Calls.ShouldBeLessThan(1_000, "flushes and batches are shared");
    }

    [Fact]
    public async Task Publish_OfTheSameMessageTwice_DeliversItOnceAndAnswersTheFirstReceipt()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Room("r");
        var (gateway, route) = silos.Gateway();
        await room.AttachAsync(Some.Attach(route));
        var first = (await room.Publish(Some.Message("m1", clientId: "c1"))).Single();
        var second = (await room.Publish(Some.Message("m2", clientId: "c1"))).Single();
        await room.Publish(Some.Message("m3", clientId: "c2"));
        second.ShouldBe(first with { Duplicate = true });
        await gateway.Until(() => gateway.Seen.Length == 2);
        gateway.Messages.Select(message => message.Id).ShouldBe(["m1", "m3"]);
    }

    [Fact]
    public async Task Publish_WithOneBadMessage_TakesTheOthers()
    {
        await using var silos = await TestSilos.StartAsync("Messages:MaxBytes=2000");
        var tooLarge = Some.Message("big") with { Data = new byte[2_001] };
        var receipts = await silos.Room("r").Publish(Some.Message("m1"), tooLarge, Some.Message(new string('x', 65)), Some.Message("m2"));
        receipts.Select(receipt => receipt.Error).ShouldBe([RealtimeErrorCode.None, RealtimeErrorCode.TooLarge, RealtimeErrorCode.BadRequest, RealtimeErrorCode.None]);
        receipts[3].Seq.ShouldBe(2);
        var refused = await Should.ThrowAsync<RealtimeException>(() => silos.Room("r").PublishAsync(Some.Messages(1_001)));
        refused.Code.ShouldBe(RealtimeErrorCode.BadRequest);
    }

    [Fact]
    public async Task Publish_WhileOneGatewayIsStuck_AnswersAndServesTheOther()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Room("r");
        var (stuck, stuckRoute) = silos.Gateway("gw-1");
        var (quick, quickRoute) = silos.Gateway("gw-2");
        stuck.Stuck = true;
        await room.AttachAsync(Some.Attach(stuckRoute));
        await room.AttachAsync(Some.Attach(quickRoute));
        for (var i = 0; i < 100; i++)
        {
            await room.Publish(Some.Message($"m{i}"));
        }

        await quick.Until(() => quick.Seen.Length == 100);
        stuck.Seen.ShouldBeEmpty();
        stuck.Stuck = false;
        stuck.Release();
        await stuck.Until(() => stuck.Seen.Length == 100);
        stuck.Seen.ShouldBe(Some.Seqs(1, 100));
    }

    [Fact]
    public async Task Attach_BehindWhatTheRoomKeeps_GetsAGapAndTheRest()
    {
        await using var silos = await TestSilos.StartAsync("Rooms:MaxMessages=10");
        var room = silos.Room("r");
        var (gateway, route) = silos.Gateway();
        await room.PublishAsync(Some.Messages(30));
        var epoch = (await room.GetStatusAsync()).Epoch;
        gateway.Hold(LogId.Room("r"), new(5, epoch));
        await room.AttachAsync(Some.Attach(route, new(5, epoch)));
        await gateway.Until(() => gateway.Seen.Length == 10);
        gateway.Seen.ShouldBe(Some.Seqs(21, 30));
        gateway.Gaps.ShouldBe([(6, 20)]);
    }

    [Fact]
    public async Task Join_Leave_Detach_AreSeenInTheStatus()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Room("r");
        var (gateway, route) = silos.Gateway();
        (await room.JoinAsync(gateway.Address, new("s1", "u1"))).Known.ShouldBeFalse();
        await room.AttachAsync(Some.Attach(route, null, "s1"));
        var joined = await room.JoinAsync(gateway.Address, new("s2", "u2"));
        (joined.Known, joined.Members).ShouldBe((true, 2));
        await room.LeaveAsync(gateway.Address, "s1");
        var audience = (await room.GetStatusAsync()).Gateways.ShouldHaveSingleItem();
        audience.Gateway.ShouldBe(gateway.Address);
        audience.Subscribers.ShouldBe([new Subscriber("s2", "u2")]);
        await room.DetachAsync(gateway.Address);
        (await room.GetStatusAsync()).Gateways.ShouldBeEmpty();
        await room.Publish(Some.Message("m1"));
        gateway.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task GetHistory_ReadsPagesAndRefusesABadLimit()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Room("r");
        await room.PublishAsync(Some.Messages(20));
        var page = await room.GetHistoryAsync(new(AfterSeq: 5, BeforeSeq: null, Limit: 3));
        page.Messages.Select(message => message.Seq).ShouldBe([6, 7, 8]);
        page.HasMore.ShouldBeTrue();
        (await Should.ThrowAsync<RealtimeException>(() => room.GetHistoryAsync(new(null, null, 501)))).Code.ShouldBe(RealtimeErrorCode.BadRequest);
    }
}
