using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Tests.Support;

namespace Orleans.Realtime.Client.Tests;

/// <summary>Gaps: filled from history, or told.</summary>
public sealed class GapTests
{
    [Fact]
    public async Task Gap_IsFilledFromHistory_AndTheRestOfTheLogWaits()
    {
        await using var world = new World();
        var heard = world.Collect<RealtimeEvent>();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        await world.SubscribeAsync(socket, "r2");
        socket.Send(Frame.RoomGap(1, 600));
        socket.Send(Frame.Room(601));
        socket.Send(Frame.Room(1, "r2"));
        await heard.UntilAsync(events => events.OfType<RoomMessage>().Any());
        heard.All.OfType<RoomMessage>().Single().RoomId.ShouldBe("r2", "the other log waits for what comes first");

        var first = await socket.ReplyAsync("history", Frame.Page(Range(101, 500), hasMore: true));
        ((long)first["after_seq"]!, (int)first["limit"]!).ShouldBe((0, 500));
        var second = await socket.ReplyAsync("history", Frame.Page(Range(501, 602)));
        ((long)second["after_seq"]!).ShouldBe(500);

        await heard.UntilAsync(events => events.OfType<RoomMessage>().Count() == 502);
        heard.All.OfType<Gap>().ShouldBe([new Gap { Log = RealtimeLog.Room, Id = "r1", FromSeq = 1, ToSeq = 100, Epoch = "e0" }]);
        heard.All.OfType<RoomMessage>().Skip(1).Select(message => message.Seq!.Value).ShouldBe(Range(101, 601));
        heard.All.ToList().FindIndex(occurrence => occurrence is Gap).ShouldBeLessThan(heard.All.ToList().FindIndex(occurrence => occurrence is RoomMessage { Seq: 101 }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gap_IsTold_WhereHistoryHasNothingOrCannotBeHad(bool isRefused)
    {
        await using var world = new World();
        var gaps = world.Collect<Gap>();
        var heard = world.Collect<RoomMessage>();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        socket.Send(Frame.RoomGap(1, 9));
        socket.Send(Frame.Room(10));
        var request = await socket.NextAsync("history");
        if (isRefused)
        {
            socket.Refuse(request, RealtimeErrorCodes.Forbidden);
        }
        else
        {
            socket.Reply(request, Frame.Page([]));
        }

        await heard.CountAsync(1);
        gaps.All.ShouldBe([new Gap { Log = RealtimeLog.Room, Id = "r1", FromSeq = 1, ToSeq = 9, Epoch = "e0" }]);
    }

    [Fact]
    public async Task Gap_OfAnotherEpoch_BeginsTheLogAnew()
    {
        await using var world = new World();
        var gaps = world.Collect<Gap>();
        var heard = world.Collect<RoomMessage>();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket, lastSeq: 40);
        socket.Send(Frame.RoomGap(1, 0, "e1"));
        socket.Send(Frame.Room(1));

        await heard.CountAsync(1);
        gaps.All.ShouldBe([new Gap { Log = RealtimeLog.Room, Id = "r1", FromSeq = 1, ToSeq = 0, Epoch = "e1", IsReset = true }]);
        await Until.TrueAsync(() => world.Client.Snapshot().Rooms["r1"] == new LogPosition(1, "e1"));
    }

    [Fact]
    public async Task Gap_ThatALostConnectionLeavesOpen_IsAskedForAgainFromTheSamePlace()
    {
        await using var world = new World();
        var gaps = world.Collect<Gap>();
        var heard = world.Collect<RoomMessage>();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        socket.Send(Frame.RoomGap(1, 9));
        socket.Send(Frame.Room(10));
        await socket.NextAsync("history");
        socket.Break();

        var next = await world.NextAttemptAsync();
        (await next.NextAsync("resume"))["rooms"]!["r1"]!["seq"]!.GetValue<long>().ShouldBe(0);
        next.Accept(resumed: true);
        next.Send(Frame.RoomGap(1, 9));
        next.Send(Frame.Room(10));
        await next.ReplyAsync("history", Frame.Page(Range(1, 10)));

        await heard.CountAsync(10);
        heard.All.Select(message => message.Seq!.Value).ShouldBe(Range(1, 10));
        gaps.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Gap_OfTheInbox_IsToldAtOnce()
    {
        await using var world = new World();
        var heard = world.Collect<RealtimeEvent>();
        var socket = await world.ConnectAsync();
        socket.Send("""{"type":"gap","inbox":true,"from_seq":1,"to_seq":30,"epoch":"i0"}""");
        socket.Send(Frame.Inbox(31));

        await heard.UntilAsync(events => events.OfType<UserMessage>().Any());
        heard.All.OfType<Gap>().ShouldBe([new Gap { Log = RealtimeLog.Inbox, Id = "", FromSeq = 1, ToSeq = 30, Epoch = "i0" }]);
    }

    [Fact]
    public async Task Gap_IsToldAsItComes_WhereRepairIsOff()
    {
        await using var world = new World(options => options.Delivery.RepairGaps = false);
        var gaps = world.Collect<Gap>();
        var heard = world.Collect<RoomMessage>();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        socket.Send(Frame.RoomGap(1, 9));
        socket.Send(Frame.Room(10));

        await heard.CountAsync(1);
        gaps.All.Single().ToSeq.ShouldBe(9);
    }

    private static IEnumerable<long> Range(long from, long to)
    {
        for (var seq = from; seq <= to; seq++)
        {
            yield return seq;
        }
    }
}
