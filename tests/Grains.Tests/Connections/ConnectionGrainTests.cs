using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Connections;

public sealed class ConnectionGrainTests
{
    private static readonly SessionUpdate Nothing = new(Array.Empty<SessionPosition>(), Array.Empty<LogId>());

    private static SessionUpdate Update(params SessionPosition[] positions) => new(positions, Array.Empty<LogId>());

    private static SessionPosition At(string room, long seq) => new(LogId.Room(room), new(seq, "e"));

    [Fact]
    public async Task Open_AfterDetach_ReturnsSubscriptionsAndPositions()
    {
        await using var silos = await TestSilos.StartAsync();
        var session = silos.Session("s");
        var (_, route) = silos.Gateway();
        (await session.OpenAsync(Some.Open(route, "k1"))).ShouldSatisfyAllConditions(
            opened => opened.Found.ShouldBeTrue(),
            opened => opened.Subscriptions.ShouldBeEmpty(),
            opened => opened.Inbox.ShouldBeNull());
        (await session.UpdateAsync("k1", Update(At("b", 1), At("a", 2), At("c", 3)))).ShouldBe(SessionHold.Held);
        SessionPosition[] moved = [At("b", 5), new(LogId.Inbox("u1"), new(9, "i"))];
        await session.UpdateAsync("k1", new(moved, new[] { LogId.Room("c"), LogId.Room("never") }));
        (await session.DetachAsync("k1", Update(At("a", 7)))).ShouldBe(SessionHold.Held);
        silos.Clock.Advance(TimeSpan.FromSeconds(119));
        var resumed = await session.OpenAsync(Some.Open(route, "k2", resume: true));
        resumed.Found.ShouldBeTrue();
        resumed.Subscriptions.ShouldBe([At("a", 7), At("b", 5)]);
        resumed.Inbox.ShouldBe(new LogPosition(9, "i"));
        silos.Clock.Advance(TimeSpan.FromMinutes(10));
        (await session.UpdateAsync("k2", Nothing)).ShouldBe(SessionHold.Held, "a session with a socket does not end");
    }

    [Fact]
    public async Task Open_AfterTheWindow_FindsNothing()
    {
        await using var silos = await TestSilos.StartAsync();
        var session = silos.Session("s");
        var (_, route) = silos.Gateway();
        await session.OpenAsync(Some.Open(route, "k1"));
        await session.DetachAsync("k1", Nothing);
        silos.Clock.Advance(TimeSpan.FromSeconds(121));
        (await session.OpenAsync(Some.Open(route, "k2", resume: true))).Found.ShouldBeFalse();
        (await session.UpdateAsync("k2", Nothing)).ShouldBe(SessionHold.Unknown);
        (await session.OpenAsync(Some.Open(route, "k3", user: "u2"))).Found.ShouldBeTrue("the id is free again");
    }

    [Fact]
    public async Task Open_ToResumeAnUnknownSession_MakesNone()
    {
        await using var silos = await TestSilos.StartAsync();
        var (_, route) = silos.Gateway();
        (await silos.Session("s").OpenAsync(Some.Open(route, "k1", resume: true))).Found.ShouldBeFalse();
        (await silos.Session("s").TerminateAsync(1008, "no")).ShouldBeFalse();
    }

    [Fact]
    public async Task Open_ByAnotherUser_IsForbidden()
    {
        await using var silos = await TestSilos.StartAsync();
        var (_, route) = silos.Gateway();
        await silos.Session("s").OpenAsync(Some.Open(route, "k1"));
        var refused = await Should.ThrowAsync<RealtimeException>(() => silos.Session("s").OpenAsync(Some.Open(route, "k2", resume: true, user: "u2")));
        refused.Code.ShouldBe(RealtimeErrorCode.Forbidden);
        (await silos.Session("s").UpdateAsync("k1", Nothing)).ShouldBe(SessionHold.Held);
    }

    [Fact]
    public async Task Open_WhileAnOlderSocketHoldsIt_ClosesTheOlder()
    {
        await using var silos = await TestSilos.StartAsync();
        var session = silos.Session("s");
        var (older, olderRoute) = silos.Gateway("gw-1");
        var (newer, newerRoute) = silos.Gateway("gw-2");
        await session.OpenAsync(Some.Open(olderRoute, "k1"));
        await session.OpenAsync(Some.Open(olderRoute, "k1"));
        await session.OpenAsync(Some.Open(newerRoute, "k2", resume: true));
        await older.Until(() => older.Closed.Length == 1);
        (older.Closed[0].SessionId, older.Closed[0].SocketId, older.Closed[0].CloseCode).ShouldBe(("s", "k1", 4409));
        newer.Closed.ShouldBeEmpty();
        (await session.UpdateAsync("k1", Update(At("a", 1)))).ShouldBe(SessionHold.TakenOver);
        (await session.DetachAsync("k1", Nothing)).ShouldBe(SessionHold.TakenOver);
        (await session.UpdateAsync("k2", Nothing)).ShouldBe(SessionHold.Held);
    }

    [Fact]
    public async Task Terminate_ClosesTheSocketAndEndsTheSession()
    {
        await using var silos = await TestSilos.StartAsync();
        var session = silos.Session("s");
        var (gateway, route) = silos.Gateway();
        await session.OpenAsync(Some.Open(route, "k1"));
        (await session.TerminateAsync(1008, "closed by an operator")).ShouldBeTrue();
        await gateway.Until(() => gateway.Closed.Length == 1);
        gateway.Closed[0].CloseCode.ShouldBe(1008);
        (await session.OpenAsync(Some.Open(route, "k2", resume: true))).Found.ShouldBeFalse();
    }

    [Fact]
    public async Task Update_BeyondTheLimit_LeavesOutTheRest()
    {
        await using var silos = await TestSilos.StartAsync("Sessions:MaxSubscriptions=2");
        var session = silos.Session("s");
        var (_, route) = silos.Gateway();
        await session.OpenAsync(Some.Open(route, "k1"));
        await session.UpdateAsync("k1", Update(At("a", 1), At("b", 1), At("c", 1)));
        await session.UpdateAsync("k1", Update(At("b", 2), At("d", 1)));
        await session.DetachAsync("k1", Nothing);
        (await session.OpenAsync(Some.Open(route, "k2", resume: true))).Subscriptions.ShouldBe([At("a", 1), At("b", 2)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Resume_AfterItsSiloStopped_FindsTheSession(bool detached)
    {
        await using var silos = await TestSilos.StartAsync(3, TestSilos.NewClock());
        var (_, route) = silos.Gateway();
        var sessions = Enumerable.Range(0, 30).Select(i => silos.Session($"s{i}")).ToArray();
        foreach (var session in sessions)
        {
            await session.OpenAsync(Some.Open(route, "k1"));
            await session.UpdateAsync("k1", Update(At("a", 3)));
            if (detached)
            {
                await session.DetachAsync("k1", Nothing);
            }
        }

        await silos.StopOneAsync();
        foreach (var session in sessions)
        {
            (await session.OpenAsync(Some.Open(route, "k2", resume: true))).Subscriptions.ShouldBe([At("a", 3)]);
        }
    }
}
