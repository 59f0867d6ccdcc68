using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Rooms;

/// <summary>What another Orleans service does: it publishes, and listens, with nothing but the interfaces.</summary>
public sealed class RoomListenerTests
{
    private static readonly byte[] Json = "{\"n\":1}"u8.ToArray();

    [Fact]
    public async Task Listen_HearsWhatIsPublished_InOrder()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Client.GetRoom("r");
        await room.PublishAsync(ServiceMessage.ForRoom(Json));
        await using var listener = await RoomListener.StartAsync(silos.Client, "r");
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => room.PublishAsync(ServiceMessage.ForRoom(Json, senderId: $"u{i}"))));
        var heard = await ReadAsync(listener, 300);
        heard.Select(next => next.Message!.Seq).ShouldBe(Some.Seqs(2, 301));
        heard.Select(next => next.Message!.SenderId).Distinct().Count().ShouldBe(300);
        heard[^1].Position.ShouldBe(listener.Position!.Value);
    }

    [Fact]
    public async Task Listen_FromTheLastEventHandled_MissesAndRepeatsNothing()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Client.GetRoom("r");
        LogPosition handled;
        await using (var first = await RoomListener.StartAsync(silos.Client, "r", new() { Name = "orders" }))
        {
            await room.PublishAsync(Some.Messages(5));
            handled = (await ReadAsync(first, 3))[^1].Position;
            (await room.GetStatusAsync()).Subscribers.ShouldHaveSingleItem().SubscriberId.ShouldStartWith("orders/");
        }

        (await room.GetStatusAsync()).Subscribers.ShouldBeEmpty("who is disposed has told the room");
        await room.PublishAsync(Some.Messages(3, prefix: "later"));
        await using var second = await RoomListener.StartAsync(silos.Client, "r", new() { From = handled });
        (await ReadAsync(second, 5)).Select(next => next.Position.Seq).ShouldBe(Some.Seqs(4, 8));
    }

    [Fact]
    public async Task Listen_FromTheBeginning_AnnouncesWhatTheRoomNoLongerKeeps()
    {
        await using var silos = await TestSilos.StartAsync("Rooms:MaxMessages=10");
        await silos.Client.GetRoom("r").PublishAsync(Some.Messages(30));
        await using var listener = await RoomListener.StartAsync(silos.Client, "r", new() { From = new(0, null), Capacity = 3 });
        var heard = await ReadAsync(listener, 11);
        heard[0].IsGap.ShouldBeTrue();
        heard[0].Position.Seq.ShouldBe(20);
        heard.Skip(1).Select(next => next.Message!.Seq).ShouldBe(Some.Seqs(21, 30));
    }

    [Fact]
    public async Task Listen_WithThePositionOfALostLog_HearsOfTheGapThoughTheRoomIsEmpty()
    {
        await using var silos = await TestSilos.StartAsync();
        await using var listener = await RoomListener.StartAsync(silos.Client, "r", new() { From = new(40, "lost") });
        var gap = (await ReadAsync(listener, 1)).Single();
        gap.IsGap.ShouldBeTrue();
        gap.Position.Epoch.ShouldNotBe("lost");
        await silos.Client.GetRoom("r").PublishAsync(ServiceMessage.ForRoom(Json));
        (await ReadAsync(listener, 1)).Single().Message!.Seq.ShouldBe(1);
    }

    [Fact]
    public async Task Listen_WhenTheRoomIsFull_IsRefusedInWords()
    {
        await using var silos = await TestSilos.StartAsync("Rooms:MaxSubscribers=1");
        await using var listener = await RoomListener.StartAsync(silos.Client, "r");
        var refused = await Should.ThrowAsync<RealtimeException>(() => RoomListener.StartAsync(silos.Client, "r"));
        refused.Code.ShouldBe(RealtimeErrorCode.Conflict);
        await using var elsewhere = await RoomListener.StartAsync(silos.Client, "other");
    }

    [Fact]
    public async Task Listen_WithBadOptions_IsRefusedBeforeAnythingIsSent()
    {
        await using var silos = await TestSilos.StartAsync();
        await Should.ThrowAsync<ArgumentException>(() => RoomListener.StartAsync(silos.Client, "r", new() { Capacity = 0 }));
        await Should.ThrowAsync<ArgumentException>(() => RoomListener.StartAsync(silos.Client, "r", new() { From = new(-1, null) }));
    }

    [Fact]
    public async Task ALease_ThatRunsOut_IsNoLongerInTheStatus_AndTheListenerComesBack()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Client.GetRoom("r");
        await using var listener = await RoomListener.StartAsync(silos.Client, "r", new() { Time = silos.Clock });
        await room.PublishAsync(Some.Messages(2));
        await ReadAsync(listener, 2);
        await room.UnsubscribeAsync((await room.GetStatusAsync()).Subscribers.Single().SubscriberId);
        await room.PublishAsync(Some.Messages(2, prefix: "unheard"));
        silos.Clock.Advance(TimeSpan.FromSeconds(3));
        (await ReadAsync(listener, 2)).Select(next => next.Position.Seq).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task Listen_WhileTheRoomsSiloIsKilled_MissesAndRepeatsNothing()
    {
        await using var silos = await TestSilos.StartAsync(2, clock: null);
        var room = silos.Client.GetRoom("r");
        var host = (await room.AttachAsync(Some.Attach(silos.Gateway().Route))).HostId;
        await using var listener = await RoomListener.StartAsync(silos.Client, "r");
        var half = new TaskCompletionSource();
        var publishing = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await room.PublishAsync(ServiceMessage.ForRoom(Json, idempotencyKey: $"k{i}"));
                if (i == 100)
                {
                    half.SetResult();
                }
            }
        });
        await half.Task;
        await silos.KillAsync(host);
        var heard = await ReadAsync(listener, 200);
        await publishing;
        heard.Select(next => next.Message!.ClientId).ShouldBe(Enumerable.Range(0, 200).Select(i => $"k{i}"));
    }

    [Fact]
    public async Task Listen_WhileTheRoomsSiloStops_GoesOnAtTheNext()
    {
        await using var silos = await TestSilos.StartAsync(2, clock: null);
        var room = silos.Client.GetRoom("r");
        var host = (await room.AttachAsync(Some.Attach(silos.Gateway().Route))).HostId;
        await using var listener = await RoomListener.StartAsync(silos.Client, "r");
        await room.PublishAsync(ServiceMessage.ForRoom(Json));
        await silos.StopAsync(host);
        await room.PublishAsync(ServiceMessage.ForRoom(Json));
        (await ReadAsync(listener, 2)).Select(next => next.Position.Seq).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Listen_WhenAnotherWriterOwnsTheLog_GoesOnWithTheOwner()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Client.GetRoom("r");
        var attached = await room.AttachAsync(Some.Attach(silos.Gateway().Route));
        await using var listener = await RoomListener.StartAsync(silos.Client, "r");
        await silos.AppendBehindAsync(LogId.Room("r"), attached, Some.Message("foreign"));
        (await room.PublishAsync(ServiceMessage.ForRoom(Json))).Seq.ShouldBe(2);
        (await ReadAsync(listener, 2)).Select(next => next.Position.Seq).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task ARoomWithAListener_IsNotCollected_AndOneWithoutIs()
    {
        await using var silos = await TestSilos.StartAsync();
        await using var listener = await RoomListener.StartAsync(silos.Client, "r", new() { Time = silos.Clock });
        for (var minute = 0; minute < 30; minute++)
        {
            for (var renewal = 0; renewal < 10; renewal++)
            {
                silos.Clock.Advance(TimeSpan.FromSeconds(6));
                await silos.Room("other").GetStatusAsync();
            }
        }

        await silos.Client.GetRoom("r").PublishAsync(ServiceMessage.ForRoom(Json));
        var reading = ReadAsync(listener, 1);
        while (!reading.IsCompleted)
        {
            // A renewal that the clock overtook comes with the next.
            silos.Clock.Advance(TimeSpan.FromSeconds(6));
            await silos.Room("other").GetStatusAsync();
        }

        (await reading).Single().Position.Seq.ShouldBe(1);
    }

    [Fact]
    public async Task Publish_ThatIsRefused_ThrowsTheReason()
    {
        await using var silos = await TestSilos.StartAsync("Messages:MaxBytes=2000");
        var refused = await Should.ThrowAsync<RealtimeException>(() => silos.Client.GetRoom("r").PublishAsync(ServiceMessage.ForRoom(new byte[2_001])));
        refused.Code.ShouldBe(RealtimeErrorCode.TooLarge);
        refused = await Should.ThrowAsync<RealtimeException>(() => silos.Client.GetUser("u").SendAsync(ServiceMessage.ForUser("t", Json, new string('k', 65))));
        refused.Code.ShouldBe(RealtimeErrorCode.BadRequest);
        Should.Throw<ArgumentException>(() => ServiceMessage.ForUser("connected", Json)).Message.ShouldContain("a name of the protocol's own");
    }

    [Fact]
    public async Task Send_UnderAKeyThatWasUsed_AnswersTheFirstReceipt()
    {
        await using var silos = await TestSilos.StartAsync();
        var user = silos.Client.GetUser("u");
        var first = await user.SendAsync(ServiceMessage.ForUser("order-shipped", Json, "order-7"));
        var second = await user.SendAsync(ServiceMessage.ForUser("order-shipped", Json, "order-7"));
        second.ShouldBe(first with { Duplicate = true });
        var inbox = await user.ReadInboxAsync(new(null, null, 10));
        inbox.Messages.ShouldHaveSingleItem().Type.ShouldBe("order-shipped");
    }

    private static Task<List<RoomEvent>> ReadAsync(RoomListener listener, int count) => listener.ReadAllAsync().TakeAsync(count);
}
