using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Rooms;

public sealed class RoomFailoverTests
{
    private static readonly LogId Log = LogId.Room("r");

    [Fact]
    public async Task Publish_WhileTheRoomsSiloIsKilled_LosesAndDoublesNothing()
    {
        await using var silos = await TestSilos.StartAsync(2, clock: null);
        var room = silos.Room("r");
        var (gateway, route) = silos.Gateway();
        var attached = await room.AttachAsync(Some.Attach(route));
        var half = new TaskCompletionSource();
        var publishers = Enumerable.Range(0, 8).Select(p => Task.Run(async () =>
        {
            var seqs = new List<long>();
            for (var i = 0; i < 100; i++)
            {
                seqs.Add(await PublishUntilStoredAsync(room, Some.Message($"p{p}-{i}", clientId: $"p{p}-{i}")));
                if (i == 50)
                {
                    half.TrySetResult();
                }
            }

            return seqs;
        })).ToArray();
        await half.Task;
        await silos.KillAsync(attached.HostId);

        // What a gateway does when it learns of the lost host: it states again what it holds.
        var again = await AttachAsync(room, Some.Attach(route, new LogPosition(gateway.Seen.LastOrDefault(), attached.Epoch), "s1"));
        again.HostId.ShouldNotBe(attached.HostId);
        var seqs = await Task.WhenAll(publishers);
        seqs.ShouldAllBe(own => own.SequenceEqual(own.Order()), "each publisher's messages keep their order");
        seqs.SelectMany(own => own).Order().ShouldBe(Some.Seqs(1, 800));
        await gateway.Until(() => gateway.Seen.Length == 800);
        gateway.Seen.ShouldBe(Some.Seqs(1, 800));
        gateway.Messages.Select(message => message.Id).Distinct().Count().ShouldBe(800);
        gateway.Gaps.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_InGoodOrder_TheNextActivationGoesOn()
    {
        await using var silos = await TestSilos.StartAsync(2, clock: null);
        var room = silos.Room("r");
        var (gateway, route) = silos.Gateway();
        var attached = await room.AttachAsync(Some.Attach(route, null, "s1"));
        await room.PublishAsync(Some.Messages(3));
        await gateway.Until(() => gateway.Seen.Length == 3);
        await silos.StopAsync(attached.HostId);

        // The notice to the gateway is not awaited here: Microsoft's silo has sent its clients away when it comes to its grains.
        await PublishUntilStoredAsync(room, Some.Message("next", clientId: "next"));
        await gateway.Until(() => gateway.Seen.Length == 4);
        gateway.Seen.ShouldBe(Some.Seqs(1, 4));
        (await room.GetStatusAsync()).Gateways.ShouldHaveSingleItem().Subscribers.ShouldBe([new Subscriber("s1", "user-of-s1")]);
    }

    [Fact]
    public async Task Publish_WhenAnotherWriterOwnsTheLog_LeavesAndTheCallerFindsTheOwner()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Room("r");
        var (gateway, route) = silos.Gateway();
        var attached = await room.AttachAsync(Some.Attach(route));
        await silos.AppendBehindAsync(Log, attached, Some.Message("foreign"));
        var seq = await PublishUntilStoredAsync(room, Some.Message("m1", clientId: "c1"));
        seq.ShouldBe(2);
        await gateway.Until(() => gateway.Lost.Length == 1);
        gateway.Hold(Log, new(0, attached.Epoch));
        await room.AttachAsync(Some.Attach(route, new LogPosition(0, attached.Epoch)));
        await gateway.Until(() => gateway.Seen.Length == 2);
        gateway.Messages.Select(message => message.Id).ShouldBe(["foreign", "m1"]);
    }

    [Fact]
    public async Task ARoomWithARoute_IsNotCollectedHoweverLongItIsQuiet()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Room("r");
        var (gateway, route) = silos.Gateway();
        await room.AttachAsync(Some.Attach(route));
        for (var minute = 0; minute < 60; minute++)
        {
            silos.Clock.Advance(TimeSpan.FromMinutes(1));
            await silos.Room("other").GetStatusAsync();
        }

        await room.Publish(Some.Message("m1"));
        await gateway.Until(() => gateway.Seen.Length == 1);
        gateway.Lost.ShouldBeEmpty();
    }

    // As long as callers retry: how many calls fail meanwhile depends on how soon the cluster learns of the lost silo.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static async Task<long> PublishUntilStoredAsync(IRoomGrain room, Message message)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                var receipt = (await room.Publish(message)).Single();
                if (receipt.Error == Interfaces.RealtimeErrorCode.None)
                {
                    return receipt.Seq;
                }
            }
            catch (Exception) when (TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(1);
            }
        }
    }

    private static async Task<AttachResult> AttachAsync(IRoomGrain room, AttachRequest request)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await room.AttachAsync(request);
            }
            catch (Exception) when (TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(1);
            }
        }
    }
}
