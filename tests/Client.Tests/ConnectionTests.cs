using System.Globalization;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Tests.Support;

namespace Orleans.Realtime.Client.Tests;

/// <summary>Coming and going: attempts, delays, close codes.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Connect_IsDoneWithTheConnectedFrame()
    {
        await using var world = new World();
        var connected = world.Collect<ConnectedEvent>();

        var socket = await world.ConnectAsync();

        await connected.CountAsync(1);
        connected.Last.SessionId.ShouldBe("s1");
        (world.Client.State, world.Client.UserId, world.Client.SessionId).ShouldBe((RealtimeConnectionState.Connected, "u1", "s1"));
        socket.Query("session_id").ShouldBeNull("there is none to resume");
        await world.States.CountAsync(2);
        world.States.All.Select(change => change.State).ShouldBe([RealtimeConnectionState.Connecting, RealtimeConnectionState.Connected]);
    }

    [Fact]
    public async Task Connect_TriesOn_WithDelaysThatDoubleAndAreDrawn()
    {
        await using var world = new World(options => options.Reconnect.MaxDelay = TimeSpan.FromSeconds(4));
        for (var i = 0; i < 6; i++)
        {
            world.Refusals.Enqueue(new IOException("unreachable"));
        }

        var connected = world.Client.ConnectAsync();
        for (var i = 0; i < 6; i++)
        {
            var number = i + 1;
            await world.States.UntilAsync(states => states.Count(change => change.State == RealtimeConnectionState.Waiting) == number);
            var whole = Math.Min(4_000, 500 * Math.Pow(2, i));
            world.States.Last.RetryIn!.Value.TotalMilliseconds.ShouldBeInRange(whole / 2, whole);
            world.Clock.Advance(world.States.Last.RetryIn!.Value);
        }

        (await world.SocketAsync()).Accept();
        await connected.WaitAsync(Until.Patience);
        world.Attempts.ShouldBe(7);
    }

    [Fact]
    public async Task Connect_GivesAnAttemptUp_ThatBringsNoConnectedFrameInTime()
    {
        await using var world = new World();
        var connected = world.Client.ConnectAsync();
        await world.SocketAsync();

        world.Clock.Advance(TimeSpan.FromSeconds(10));
        (await world.NextAttemptAsync()).Accept();

        await connected.WaitAsync(Until.Patience);
    }

    [Fact]
    public async Task Connect_TriesTheNextAddress_AfterAFailure()
    {
        await using var world = new World(options => options.Urls.Add(new Uri("ws://other/ws?zone=2")));
        var connected = world.Client.ConnectAsync();
        (await world.SocketAsync()).Break();

        var second = await world.NextAttemptAsync();
        second.Address.ShouldBe(new Uri("ws://other/ws?zone=2"));
        second.Accept();
        await connected.WaitAsync(Until.Patience);
    }

    [Fact]
    public async Task Connect_Cancelled_GivesUpWaitingOnly()
    {
        await using var world = new World();
        using var cancellation = new CancellationTokenSource();
        var connected = world.Client.ConnectAsync(cancellation.Token);
        var socket = await world.SocketAsync();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(connected);

        socket.Accept();
        await world.States.UntilAsync(states => states[^1].State == RealtimeConnectionState.Connected);
    }

    [Theory]
    [InlineData(1001)]
    [InlineData(1006)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(4408)]
    [InlineData(4430)]
    [InlineData(4999)]
    public async Task Closed_OutOfNoFaultOfTheClient_ComesBackWithTheSession(int code)
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        socket.CloseByServer(code, "why");

        var next = await world.NextAttemptAsync();

        next.Query("session_id").ShouldBe("s1");
        world.States.All.Single(change => change.State == RealtimeConnectionState.Waiting).CloseCode.ShouldBe(code);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(4409)]
    public async Task Closed_ForGood_StopsAndSaysWhy(int code)
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var waiting = world.Client.SubscribeAsync("r1");
        await socket.NextAsync("subscribe");
        socket.CloseByServer(code, "why");

        var error = await Should.ThrowAsync<RealtimeClientException>(waiting);
        (error.Code, error.CloseCode, error.MaybeStored).ShouldBe((RealtimeErrorCodes.Closed, code, true));
        await world.States.UntilAsync(states => states[^1].State == RealtimeConnectionState.Closed);
        world.States.Last.Error!.CloseCode.ShouldBe(code);
        (await Should.ThrowAsync<RealtimeClientException>(world.Client.PublishAsync("r1", "late"))).Code.ShouldBe(RealtimeErrorCodes.Closed);
    }

    [Fact]
    public async Task Closed_NotYourSession_BeginsANewOneWithItsPositions()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        await world.SubscribeAsync(socket, lastSeq: 7);
        socket.CloseByServer(4403);

        var next = await world.NextAttemptAsync();

        next.Query("session_id").ShouldNotBeNullOrEmpty("an unknown one makes the server wait for positions, too");
        next.Query("session_id").ShouldNotBe("s1");
        (await next.NextAsync("resume"))["rooms"]!["r1"]!.ToJsonString().ShouldBe("""{"seq":7,"epoch":"e0"}""");
    }

    [Fact]
    public async Task Closed_OverTheRate_Waits()
    {
        await using var world = new World(options => options.Reconnect.RateLimitedDelay = TimeSpan.FromSeconds(9));
        (await world.ConnectAsync()).CloseByServer(4429);

        await world.WaitsAsync();

        world.States.Last.RetryIn.ShouldBe(TimeSpan.FromSeconds(9));
        world.Client.ReconnectNow();
        world.Attempts.ShouldBe(1, "a hint does not shorten what the server asked for");
    }

    [Fact]
    public async Task Closed_TooLarge_GivesTheLargestMessageUp()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var small = world.Client.PublishAsync("r1", "small");
        var large = world.Client.PublishAsync("r2", new string('x', 5_000));
        await socket.NextAsync("room");
        await socket.NextAsync("room");
        socket.CloseByServer(1009);

        (await Should.ThrowAsync<RealtimeClientException>(large)).Code.ShouldBe(RealtimeErrorCodes.TooLarge);
        var next = await world.ReconnectAsync();
        await next.ReplyAsync("room", Frame.Stored(1, "m"));
        (await small).Seq.ShouldBe(1);
    }

    [Fact]
    public async Task Lost_AgainAndAgainAtOnce_IsTriedLessAndLessOften()
    {
        await using var world = new World();
        (await world.ConnectAsync()).Break();
        for (var i = 0; i < 5; i++)
        {
            (await world.ReconnectAsync()).Break();
        }

        await world.WaitsAsync();
        world.States.Last.RetryIn!.Value.TotalMilliseconds.ShouldBeInRange(8_000, 16_000);

        // One that lasted begins with the shortest delay again.
        var socket = await world.ReconnectAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        socket.Break();
        await world.WaitsAsync();
        world.States.Last.RetryIn!.Value.TotalMilliseconds.ShouldBeInRange(250, 500);
    }

    [Fact]
    public async Task Reconnect_Asked_LeavesAfterTheDelayAndComesBackAtOnce()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var said = world.Collect<BroadcastMessage>();
        socket.Send("""{"type":"reconnect","delay_ms":700}""");
        socket.Send("""{"type":"broadcast","id":"b1","data":1}""");
        await said.CountAsync(1);

        world.Clock.Advance(TimeSpan.FromMilliseconds(699));
        world.Client.State.ShouldBe(RealtimeConnectionState.Connected);
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));

        (await world.SocketAsync()).Query("session_id").ShouldBe("s1");
        await Until.TrueAsync(() => socket.Farewell == 1000);
    }

    [Fact]
    public async Task Reconnect_Asked_ComesBackNoSooner_WhenTheServerClosesFirst()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        socket.Send("""{"type":"reconnect","delay_ms":5000}""");
        socket.CloseByServer(1012);

        await world.WaitsAsync();

        world.States.Last.RetryIn.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Silence_IsAskedForASignOfLife_AndGivenUpWithoutOne()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();

        world.Clock.Advance(TimeSpan.FromSeconds(50));
        await socket.NextAsync("ping");
        var said = world.Collect<BroadcastMessage>();
        socket.Send("""{"type":"pong"}""");
        socket.Send("""{"type":"broadcast","id":"b1","data":1}""");
        await said.CountAsync(1);
        world.Clock.Advance(TimeSpan.FromSeconds(50));
        await socket.NextAsync("ping");
        world.Clock.Advance(TimeSpan.FromSeconds(10));

        await world.WaitsAsync();
        world.States.Last.CloseCode.ShouldBe(1006);
        await Until.TrueAsync(() => socket.IsGone);
    }

    [Fact]
    public async Task Silence_IsLookedIntoSooner_WhenSomethingIsNotAnswered()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        _ = world.Client.PublishAsync("r1", "hello");
        await socket.NextAsync("room");

        world.Clock.Advance(TimeSpan.FromSeconds(10));
        await socket.NextAsync("ping");
        world.Clock.Advance(TimeSpan.FromSeconds(10));

        await world.WaitsAsync();
    }

    [Fact]
    public async Task ReconnectNow_ProbesALiveConnection_AndEndsADelay()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        world.Client.ReconnectNow();
        await socket.NextAsync("ping");
        socket.Break();
        await world.WaitsAsync();

        world.Client.ReconnectNow();

        (await world.SocketAsync()).Query("session_id").ShouldBe("s1");
    }

    [Fact]
    public async Task Close_SaysGoodbye_FailsWhatWaits_EndsLoops_AndMayBeUndone()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        await using var loop = world.Client.ReadAsync<RoomMessage>().GetAsyncEnumerator();
        var next = loop.MoveNextAsync();
        var waiting = world.Client.PublishAsync("r1", "hello");
        await socket.NextAsync("room");

        await world.Client.CloseAsync();

        socket.Farewell.ShouldBe(1000);
        (await Should.ThrowAsync<RealtimeClientException>(waiting)).Code.ShouldBe(RealtimeErrorCodes.Closed);
        (await next).ShouldBeFalse();
        var again = world.Client.ConnectAsync();
        (await world.SocketAsync()).Accept();
        await again.WaitAsync(Until.Patience);
    }

    [Fact]
    public async Task Close_WaitsForAnswers_WhereItIsAskedTo()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var sent = world.Client.PublishAsync("r1", "hello");
        var request = await socket.NextAsync("room");

        var closed = world.Client.CloseAsync(TimeSpan.FromMinutes(1));
        socket.Reply(request, Frame.Stored(4, "m4"));

        (await sent).ShouldBe(new PublishResult("m4", 4, DateTimeOffset.Parse("2026-11-21T08:00:00.123Z", CultureInfo.InvariantCulture)));
        await closed.WaitAsync(Until.Patience);
    }

    [Fact]
    public async Task Dispose_LeavesNoTimerAndEndsAnAttempt()
    {
        var world = new World();
        var connecting = world.Client.ConnectAsync();
        await world.SocketAsync();

        await world.DisposeAsync();

        (await Should.ThrowAsync<RealtimeClientException>(connecting)).Code.ShouldBe(RealtimeErrorCodes.Closed);
        await Should.ThrowAsync<ObjectDisposedException>(() => world.Client.ConnectAsync());
        await Until.TrueAsync(() => world.Clock.ActiveTimers == 0);
    }
}
