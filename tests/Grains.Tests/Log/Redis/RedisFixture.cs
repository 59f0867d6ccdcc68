using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Grains.Tests.Log.Redis;

/// <summary>One redis-server for the tests of a class that do it no harm.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    internal RedisServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await RedisServer.StartAsync("--appendonly", "no");

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
