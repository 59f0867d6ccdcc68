using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Grains.Tests.Hosting;

/// <summary>State that a silo wrote to Redis, read by another.</summary>
public sealed class RealtimeStorageTests : IAsyncLifetime
{
    private RedisServer _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public async Task DisposeAsync() => await _redis.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ASession_AfterItsSiloStopped_IsThereWithAllItHad(bool detached)
    {
        await using var silos = await StartAsync();
        var (_, route) = silos.Gateway();
        SessionPosition[] positions = [new(LogId.Room("a"), new(3, "e")), new(LogId.Inbox("u1"), new(9, "i"))];
        var sessions = Enumerable.Range(0, 20).Select(i => silos.Session($"s{i}")).ToArray();
        foreach (var session in sessions)
        {
            await session.OpenAsync(Some.Open(route, "k1"));
            await session.UpdateAsync("k1", new(positions, []));
            if (detached)
            {
                await session.DetachAsync("k1", new([], []));
            }
        }

        await silos.StopOneAsync();
        foreach (var session in sessions)
        {
            var resumed = await session.OpenAsync(Some.Open(route, "k2", resume: true));
            resumed.Subscriptions.ShouldBe([positions[0]]);
            resumed.Inbox.ShouldBe(positions[1].Position);
        }
    }

    [Fact]
    public async Task TheRoutesOfARoom_AfterItsSiloStopped_AreThere()
    {
        await using var silos = await StartAsync();
        var (_, route) = silos.Gateway();
        var rooms = Enumerable.Range(0, 20).Select(i => silos.Room($"r{i}")).ToArray();
        foreach (var room in rooms)
        {
            await room.AttachAsync(Some.Attach(route, null, "s1"));
        }

        await silos.StopOneAsync();
        foreach (var room in rooms)
        {
            (await room.GetStatusAsync()).Gateways.ShouldHaveSingleItem().Subscribers.ShouldBe([new Subscriber("s1", "user-of-s1")]);
        }
    }

    private Task<TestSilos> StartAsync() => TestSilos.StartAsync(2, TestSilos.NewClock(), "ConnectionStrings:Redis=" + _redis.ConnectionString);
}
