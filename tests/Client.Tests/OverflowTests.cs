using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Tests.Support;

namespace Orleans.Realtime.Client.Tests;

/// <summary>Handlers that are too slow: nothing is lost, nothing grows without bound, and the overflow has a name.</summary>
public sealed class OverflowTests
{
    private const int Max = 16;

    [Fact]
    public async Task Rooms_AreLeft_AndFetchedOnceHalfIsHandled()
    {
        await using var world = new World(options => options.Delivery.MaxBuffered = Max);
        var (heard, gate) = Slow<RoomMessage>(world);
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket);
        socket.Send(Frame.Room(1));
        await gate.Entered.WaitAsync(Until.Patience);
        for (var seq = 2; seq <= 40; seq++)
        {
            socket.Send(Frame.Room(seq));
        }

        // The connection serves what handlers wait for: an answer comes although nothing more is taken of the room.
        var sent = world.Client.PublishAsync("r2", "from a handler");
        await socket.ReplyAsync("room", Frame.Stored(1, "m"));
        await sent.WaitAsync(Until.Patience);
        world.Attempts.ShouldBe(1);
        gate.Open.SetResult();

        var next = await world.SocketAsync();
        var position = (await next.NextAsync("resume"))["rooms"]!["r1"]!["seq"]!.GetValue<long>();
        position.ShouldBeInRange(2, Max + 2);
        next.Accept(resumed: true);
        for (var seq = position + 1; seq <= 40; seq++)
        {
            next.Send(Frame.Room(seq));
        }

        await heard.UntilAsync(messages => messages.Count > 0 && messages[^1].Seq >= 40 - Max);
        heard.All.Select(message => message.Seq!.Value).ShouldBe(Enumerable.Range(1, heard.All.Count).Select(seq => (long)seq));
        world.Errors.All.Select(error => error.Error.Code).Distinct().ShouldBe([RealtimeErrorCodes.Overflow]);
    }

    [Fact]
    public async Task Inbox_LetsTheConnectionGo_UntilHalfIsHandled_AndRequestsFailMeanwhile()
    {
        await using var world = new World(options => options.Delivery.MaxBuffered = Max);
        var (heard, gate) = Slow<UserMessage>(world);
        var socket = await world.ConnectAsync();
        var waiting = world.Client.PublishAsync("r1", "not answered");
        await socket.NextAsync("room");
        socket.Send(Frame.Inbox(1));
        await gate.Entered.WaitAsync(Until.Patience);
        for (var seq = 2; seq <= 40; seq++)
        {
            socket.Send(Frame.Inbox(seq));
        }

        // A handler that waits for an answer must not wait for itself.
        var lost = await Should.ThrowAsync<RealtimeClientException>(waiting.WaitAsync(Until.Patience));
        (lost.Code, lost.MaybeStored).ShouldBe((RealtimeErrorCodes.Overflow, true));
        (await Should.ThrowAsync<RealtimeClientException>(world.Client.PublishAsync("r1", "meanwhile"))).Code.ShouldBe(RealtimeErrorCodes.Overflow);
        world.Client.State.ShouldBe(RealtimeConnectionState.Waiting);
        gate.Open.SetResult();

        var next = await world.SocketAsync();
        var position = (await next.NextAsync("resume"))["inbox"]!["seq"]!.GetValue<long>();
        next.Accept(resumed: true);
        position.ShouldBeInRange(2, Max + 1);
        next.Send(Frame.Inbox(position + 1));
        await heard.CountAsync((int)position + 1);
        heard.All.Select(message => message.Seq!.Value).ShouldBe(Enumerable.Range(1, (int)position + 1).Select(seq => (long)seq));
        world.Errors.All.Select(error => error.Error.Code).Distinct().ShouldBe([RealtimeErrorCodes.Overflow]);
    }

    [Fact]
    public async Task Frames_LargerThanMayBe_EndTheConnection()
    {
        await using var world = new World(options => options.Delivery.MaxFrameBytes = 65_536);
        var socket = await world.ConnectAsync();
        socket.Send($$"""{"type":"broadcast","id":"b","data":"{{new string('x', 200_000)}}"}""");

        await world.WaitsAsync();

        world.States.Last.Reason!.ShouldContain("65536");
    }

    private static (Collected<TEvent> Heard, (Task Entered, TaskCompletionSource Open) Gate) Slow<TEvent>(World world)
        where TEvent : RealtimeEvent
    {
        var entered = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        world.Client.On<TEvent>(async _ =>
        {
            entered.TrySetResult();
            await open.Task;
        });
        return (world.Collect<TEvent>(), (entered.Task, open));
    }
}
