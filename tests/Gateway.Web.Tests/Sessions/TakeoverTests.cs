namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>Several sockets want one session: the one that came last to its grain has it, whatever overtakes what on the way.</summary>
public sealed class TakeoverTests
{
    [Fact]
    public async Task Takeover_WhenTheOlderSocketIsOvertakenOnItsWay_ClosesTheOlderOnly()
    {
        using var kit = new SessionKit();
        var first = await kit.ConnectAsync("bob", null, "lobby");
        var id = first.Session.SessionId;
        await first.DropAsync();

        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        kit.Grains.Session(id).OpenGate = gate.Task;
        var older = kit.Open("bob", id);
        kit.Grains.Session(id).OpenGate = Task.CompletedTask;
        var newer = await kit.ConnectAsync("bob", id);
        gate.SetResult();

        await older.ClosedWithAsync(4409);
        await newer.ShouldHaveNothingMoreAsync();
        newer.CloseCode.ShouldBeNull("it holds the session");
        kit.Services.Registry.Snapshot().ShouldHaveSingleItem().ShouldBeSameAs(newer.Session);
    }

    [Fact]
    public async Task Takeover_ThatTheGatewayCouldNotBeToldOf_IsNoticedAfterTheFirstFrame()
    {
        using var kit = new SessionKit();
        using var other = new SessionKit(kit.Grains);
        var first = await kit.ConnectAsync("bob", null, "lobby");
        var id = first.Session.SessionId;
        await first.DropAsync();

        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        kit.Grains.Session(id).OpenGate = gate.Task;
        var older = kit.Open("bob", id);
        kit.Grains.Session(id).OpenGate = Task.CompletedTask;
        var newer = await other.ConnectAsync("bob", id);
        gate.SetResult();

        await older.ClosedWithAsync(4409);
        await newer.ShouldHaveNothingMoreAsync();
        newer.CloseCode.ShouldBeNull("it holds the session");
    }
}
