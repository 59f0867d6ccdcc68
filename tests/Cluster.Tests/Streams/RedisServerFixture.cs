using Orleans.Realtime.Cluster.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Cluster.Tests.Streams;

/// <summary>A server with a Redis of its own, shared by the tests of a class.</summary>
public sealed class RedisServerFixture : IAsyncLifetime
{
    private RedisServer? _redis;
    private EmbeddedServer? _server;

    internal RedisServer Redis => _redis ?? throw new InvalidOperationException("Redis was not started.");

    internal EmbeddedServer Server => _server ?? throw new InvalidOperationException("The server was not started.");

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _server = await EmbeddedServer.StartAsync(("ConnectionStrings:Redis", _redis.ConnectionString));
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
    }
}
