using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.Gateway.Web.Delivery;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>A route may be lost without anybody being told: its activation ended, and its silo did not.</summary>
public sealed class UpkeepTests : IDisposable
{
    private const int Rounds = 30;

    private readonly SessionKit _kit = new();

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task RouteOfAnInboxThatWasLostUnnoticed_Heals()
    {
        var client = await _kit.ConnectAsync("bob");
        var user = _kit.Grains.User("bob");
        await user.AppendAsync();
        await client.ReceiveSeqsAsync("user", 1);
        user.Route.Detach();
        await user.AppendAsync(2);

        Verify();

        (await client.ReceiveSeqsAsync("user", 2)).ShouldBe([2, 3]);
        await user.AppendAsync();
        (await client.ReceiveSeqsAsync("user", 1)).ShouldBe([4]);
    }

    [Fact]
    public async Task RouteOfARoomThatWasLostUnnoticed_Heals()
    {
        var client = await _kit.ConnectAsync("bob", sessionId: null, "r");
        var room = _kit.Grains.Room("r");
        room.Route.Detach();
        await room.AppendAsync(2);

        Verify();

        (await client.ReceiveSeqsAsync("room", 2)).ShouldBe([1, 2]);
    }

    /// <summary>An interval's rounds state every audience, and none more often than it must be.</summary>
    [Fact]
    public async Task Verification_StatesEachAudienceOnce()
    {
        var rooms = Enumerable.Range(0, 70).Select(i => $"r{i}").ToArray();
        await _kit.ConnectAsync("bob", sessionId: null, rooms);
        using var upkeep = ActivatorUtilities.CreateInstance<AudienceUpkeep>(_kit.Get<IServiceProvider>());

        for (var round = 1; round <= Rounds; round++)
        {
            upkeep.Tick();
            await SessionClient.EventuallyAsync(() => Stated() == (rooms.Length + 1) * round / Rounds);
        }

        rooms.ShouldAllBe(room => _kit.Grains.Room(room).Attaches == 2);

        int Stated() => _kit.Grains.User("bob").Attaches + rooms.Sum(room => _kit.Grains.Room(room).Attaches - 1);
    }

    private void Verify()
    {
        using var upkeep = ActivatorUtilities.CreateInstance<AudienceUpkeep>(_kit.Get<IServiceProvider>());
        for (var round = 0; round < Rounds; round++)
        {
            upkeep.Tick();
        }
    }
}
