using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>Calls in flight together arrive in any order: here one stands still while what comes after it would pass.</summary>
public sealed class CallOrderTests : IDisposable
{
    private readonly SessionKit _kit = new();
    private readonly TaskCompletionSource _gate = new();

    public void Dispose() => _kit.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Drop_WhileASubscribeIsUnderWay_LeavesBehindIt(bool first)
    {
        var room = _kit.Grains.Room("r");
        var other = await _kit.ConnectAsync("ann", sessionId: null, first ? [] : ["r"]);
        var client = await _kit.ConnectAsync("bob");
        room.Gate = _gate.Task;
        client.Send("""{"type":"subscribe","id":"s","room_id":"r"}""");
        await SessionClient.EventuallyAsync(() => _kit.Services.Audiences.Find(LogId.Room("r"))?.Count == (first ? 1 : 2));

        var dropped = client.DropAsync();
        await OpenGateAsync();
        await dropped;

        room.Route.Members.ShouldBe(first ? [] : [other.Session.SessionId]);
    }

    [Fact]
    public async Task Drop_WhileAnUpdateIsUnderWay_DetachesBehindIt()
    {
        var client = await _kit.ConnectAsync("bob", sessionId: null, "r");
        var session = _kit.Grains.Session(client.Session.SessionId);
        await SessionClient.EventuallyAsync(() => session.PositionOf(LogId.Room("r")) is not null);
        session.Gate = _gate.Task;
        var updates = session.Updates;
        client.Send("""{"type":"subscribe","id":"s","room_id":"q"}""");
        await SessionClient.EventuallyAsync(() => session.Updates > updates);

        var dropped = client.DropAsync();
        await OpenGateAsync();
        await dropped;

        session.Detached.ShouldBeTrue();
        session.PositionOf(LogId.Room("q")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Unsubscribe_WhoseUpdateFails_IsStatedAgain()
    {
        var client = await _kit.ConnectAsync("bob", sessionId: null, "r");
        var session = _kit.Grains.Session(client.Session.SessionId);
        await SessionClient.EventuallyAsync(() => session.PositionOf(LogId.Room("r")) is not null);
        session.Gate = Task.FromException(new TimeoutException());
        var updates = session.Updates;
        client.Send("""{"type":"unsubscribe","id":"u","room_id":"r"}""");
        await SessionClient.EventuallyAsync(() => session.Updates > updates);
        session.Gate = Task.CompletedTask;

        await _kit.AdvanceUntilAsync(() => session.PositionOf(LogId.Room("r")) is null, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Connect_WhileTheInboxIsAttachedAgain_IsToldBehindIt()
    {
        var first = await _kit.ConnectAsync("bob");
        var user = await AttachAgainAsync();

        var second = _kit.Open("bob");
        await SessionClient.EventuallyAsync(() => _kit.Services.Audiences.Find(LogId.Inbox("bob"))?.Count == 2);
        await OpenGateAsync();
        await second.ReceiveAsync("connected");

        user.Route.Members.ShouldBe([first.Session.SessionId, second.Session.SessionId], ignoreOrder: true);
    }

    [Fact]
    public async Task Drop_WhileTheInboxIsAttachedAgain_IsToldBehindIt()
    {
        var first = await _kit.ConnectAsync("bob");
        var second = await _kit.ConnectAsync("bob");
        var user = await AttachAgainAsync();

        var dropped = second.DropAsync();
        await OpenGateAsync();
        await dropped;

        user.Route.Members.ShouldBe([first.Session.SessionId]);
    }

    [Fact]
    public async Task RouteLost_BeforeTheAnswerToItsAttach_AttachesAgain()
    {
        var room = _kit.Grains.Room("r");
        room.Gate = _gate.Task;
        var client = await _kit.ConnectAsync("bob");
        client.Send("""{"type":"subscribe","id":"s","room_id":"r"}""");
        await SessionClient.EventuallyAsync(() => _kit.Services.Audiences.Find(LogId.Room("r"))?.Link == LinkState.Attaching);

        await _kit.Services.Lanes.ControlLane.RouteLostAsync(LogId.Room("r"));
        await OpenGateAsync();

        await SessionClient.EventuallyAsync(() => room.Attaches == 2);
    }

    /// <summary>Lets what would pass the call at the gate do so first.</summary>
    private async Task OpenGateAsync()
    {
        for (var i = 0; i < 10_000; i++)
        {
            await Task.Yield();
        }

        _gate.SetResult();
    }

    private async Task<FakeUser> AttachAgainAsync()
    {
        var user = _kit.Grains.User("bob");
        user.Gate = _gate.Task;
        await _kit.Services.Lanes.ControlLane.RouteLostAsync(LogId.Inbox("bob"));
        await SessionClient.EventuallyAsync(() => user.Attaches == 1);
        return user;
    }
}
