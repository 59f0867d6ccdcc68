using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

public sealed class ResumeTests : IDisposable
{
    private readonly SessionKit _kit = SessionKit.Patient();

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task WithPositions_TheReplyComesFirst_ThenExactlyWhatIsBehindThem()
    {
        var session = await LeaveAsync();
        await _kit.Grains.Room("r").AppendAsync(3);
        await _kit.Grains.User("bob").AppendAsync(3);

        var again = await _kit.ConnectAsync("bob", session);
        again.Send("""{"type":"resume","id":"R","inbox":1,"rooms":{"r":{"seq":6,"epoch":"e1"}}}""");

        var recovered = (await again.ReceiveAsync("reply"))["recovered"]!;
        recovered["inbox"]!["count"]!.GetValue<int>().ShouldBe(2);
        recovered["inbox"]!["last_seq"]!.GetValue<int>().ShouldBe(3);
        recovered["rooms"]!["r"]!["count"]!.GetValue<int>().ShouldBe(2);
        recovered["rooms"]!["r"]!["complete"]!.GetValue<bool>().ShouldBeTrue();
        (await again.ReceiveSeqsAsync("user", 2)).ShouldBe([2, 3]);
        (await again.ReceiveSeqsAsync("room", 2)).ShouldBe([7, 8]);
        await again.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task PositionBeyondTheJoin_IsTheLogsToJudge()
    {
        // The client hears 6 on its former socket after the new one joined the room, and before it states its positions.
        var session = await LeaveAsync();
        var again = await _kit.ConnectAsync("bob", session);
        _kit.Grains.Room("r").Route.Detach();
        await _kit.Grains.Room("r").AppendAsync();
        again.Send("""{"type":"resume","id":"R","rooms":{"r":{"seq":6,"epoch":"e1"}}}""");

        (await again.ReceiveAsync("reply"))["recovered"]!["rooms"]!["r"]!.ToJsonString()
            .ShouldBe("""{"count":0,"last_seq":6,"epoch":"e1","complete":true}""");
        await _kit.Grains.Room("r").AppendAsync();
        await _kit.Services.Lanes.ControlLane.RouteLostAsync(LogId.Room("r"));
        (await again.ReceiveSeqsAsync("room", 1)).ShouldBe([7]);
        await again.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task WithoutPositions_TheConfirmedOnesCount_WhenTheWaitIsOver()
    {
        var session = await LeaveAsync();

        var again = await _kit.ConnectAsync("bob", session);
        await _kit.AdvanceUntilAsync(() => again.HasMore, TimeSpan.FromMilliseconds(300));

        (await again.ReceiveSeqsAsync("room", 5)).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task AnyOtherFirstFrame_EndsTheWait()
    {
        var session = await LeaveAsync();

        var again = await _kit.ConnectAsync("bob", session);
        again.Send("""{"type":"ping"}""");

        (await again.ReceiveSeqsAsync("room", 5)).ShouldBe([1, 2, 3, 4, 5]);
        await again.ReceiveAsync("pong");
    }

    [Fact]
    public async Task WhatAPongConfirmed_DoesNotComeAgain()
    {
        var client = await _kit.ConnectAsync("bob", sessionId: null, "r");
        await _kit.Grains.Room("r").AppendAsync(5);
        await client.ReceiveSeqsAsync("room", 5);
        await _kit.AdvanceUntilAsync(client.Pong, TimeSpan.FromMinutes(1));
        await client.ShouldHaveNothingMoreAsync();
        await _kit.Grains.Room("r").AppendAsync();
        await client.DropAsync();
        var again = await _kit.ConnectAsync("bob", client.Session.SessionId);
        again.Send("""{"type":"ping"}""");

        (await again.ReceiveSeqsAsync("room", 1)).ShouldBe([6]);
    }

    [Fact]
    public async Task RoomOfTheSessionThatIsOutOfReach_EndsTheSocket_AndStaysTheSessions()
    {
        var session = await LeaveAsync();
        var room = _kit.Grains.Room("r");
        room.Gate = Task.FromException(new RealtimeException(RealtimeErrorCode.Unavailable, "The storage is away."));

        var inbox = _kit.Grains.Session(session).PositionOf(LogId.Inbox("bob"));
        inbox.ShouldNotBeNull();

        await ClosesWhenTimePassesAsync(_kit.Open("bob", session));

        _kit.Grains.Session(session).PositionOf(LogId.Inbox("bob")).ShouldBe(inbox);
        room.Gate = Task.CompletedTask;
        var again = await _kit.ConnectAsync("bob", session);
        again.Send("""{"type":"ping"}""");
        (await again.ReceiveSeqsAsync("room", 5)).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task RoomOfThePositionsThatIsOutOfReach_EndsTheSocket_AndNothingCameTwice()
    {
        var session = await LeaveAsync();
        var room = _kit.Grains.Room("other");
        await room.AppendAsync(4);
        room.Gate = Task.FromException(new RealtimeException(RealtimeErrorCode.Unavailable, "The storage is away."));
        const string Resume = """{"type":"resume","id":"R","rooms":{"r":3,"other":2}}""";

        var failed = await _kit.ConnectAsync("bob", session);
        failed.Send(Resume);
        await ClosesWhenTimePassesAsync(failed);

        failed.HasMore.ShouldBeFalse();
        room.Gate = Task.CompletedTask;
        var again = await _kit.ConnectAsync("bob", session);
        again.Send(Resume);
        await again.ReceiveAsync("reply");
        (await again.ReceiveSeqsAsync("room", 4)).Order().ShouldBe([3, 4, 4, 5]);
    }

    [Fact]
    public async Task RoomThatTheSessionDidNotHave_IsSubscribedFromItsPosition()
    {
        var session = await LeaveAsync();
        await _kit.Grains.Room("other").AppendAsync(4);

        var again = await _kit.ConnectAsync("bob", session);
        again.Send("""{"type":"resume","id":"R","rooms":{"r":5,"other":2}}""");

        await again.ReceiveAsync("reply");
        (await again.ReceiveSeqsAsync("room", 2)).ShouldBe([3, 4]);
        await _kit.Grains.Room("other").AppendAsync();
        (await again.ReceiveSeqsAsync("room", 1)).ShouldBe([5]);
    }

    [Fact]
    public async Task WhatHistoryLost_IsAnnounced()
    {
        var session = await LeaveAsync();
        await _kit.Grains.Room("r").AppendAsync(20);
        _kit.Grains.Room("r").Log.Trim(3);

        var again = await _kit.ConnectAsync("bob", session);
        again.Send("""{"type":"resume","id":"R","rooms":{"r":5}}""");

        var room = (await again.ReceiveAsync("reply"))["recovered"]!["rooms"]!["r"]!;
        room["count"]!.GetValue<int>().ShouldBe(3);
        room["complete"]!.GetValue<bool>().ShouldBeFalse();
        var gap = await again.ReceiveAsync("gap");
        gap["from_seq"]!.GetValue<int>().ShouldBe(6);
        gap["to_seq"]!.GetValue<int>().ShouldBe(22);
        (await again.ReceiveSeqsAsync("room", 3)).ShouldBe([23, 24, 25]);
    }

    [Fact]
    public async Task ResumeOnASocketThatIsLive_SendsOnlyWhatItDidNotSend()
    {
        var user = _kit.Grains.User("bob");
        await user.AppendAsync(10);
        await user.AcknowledgeAsync(new LogPosition(6, "e1"));
        var client = await _kit.ConnectAsync("bob");
        await client.ReceiveSeqsAsync("user", 4);

        client.Send("""{"type":"resume","id":"R","inbox":3}""");

        (await client.ReceiveAsync("reply"))["recovered"]!["inbox"]!["count"]!.GetValue<int>().ShouldBe(3);
        (await client.ReceiveSeqsAsync("user", 3)).ShouldBe([4, 5, 6]);
        await client.ShouldHaveNothingMoreAsync();
    }

    [Fact]
    public async Task UnknownSession_GetsANewOne()
    {
        var client = _kit.Open("bob", new string('0', 32));

        var connected = await client.ReceiveAsync("connected");

        connected["resumed"]!.GetValue<bool>().ShouldBeFalse();
        connected["session_id"]!.GetValue<string>().ShouldNotBe(new string('0', 32));
    }

    [Fact]
    public async Task NewerSocket_TakesTheSessionOver_WithItsRooms()
    {
        var room = _kit.Grains.Room("r");
        var older = await _kit.ConnectAsync("bob", sessionId: null, "r");
        await SessionClient.EventuallyAsync(() => _kit.Grains.Session(older.Session.SessionId).PositionOf(LogId.Room("r")) is not null);

        var newer = await _kit.ConnectAsync("bob", older.Session.SessionId);

        await older.ClosedWithAsync(4409);
        await older.DropAsync();
        newer.Send("""{"type":"ping"}""");
        await newer.ReceiveAsync("pong");
        await room.AppendAsync();
        (await newer.ReceiveSeqsAsync("room", 1)).ShouldBe([1]);
        room.Route.Members.ShouldBe([older.Session.SessionId]);
        _kit.Grains.User("bob").Route.Members.ShouldBe([older.Session.SessionId]);
        _kit.Services.Registry.Count.ShouldBe(1);
    }

    /// <summary>A session that was left after five messages of room r, none of them confirmed.</summary>
    private async Task<string> LeaveAsync()
    {
        var client = await _kit.ConnectAsync("bob", sessionId: null, "r");
        await _kit.Grains.Room("r").AppendAsync(5);
        await client.ReceiveSeqsAsync("room", 5);
        await client.DropAsync();
        return client.Session.SessionId;
    }

    private async Task ClosesWhenTimePassesAsync(SessionClient client)
    {
        await _kit.AdvanceUntilAsync(() => client.CloseCode is not null, TimeSpan.FromSeconds(1));
        client.CloseCode.ShouldBe(1013);
        await client.DropAsync();
    }
}
