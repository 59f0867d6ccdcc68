using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Tests.Shared;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Tests.Hosting;

public class RedisGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Start_WithoutRedis_WaitsUntilItAnswers()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        var starting = Gate(redis).StartingAsync(CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(1));
        starting.IsCompleted.ShouldBeFalse();

        await redis.RestartAsync();

        await starting.WaitAsync(Patience);
    }

    [Fact]
    public async Task Start_ToldToStop_WaitsNoLonger()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        using var stop = new CancellationTokenSource();
        var starting = Gate(redis).StartingAsync(stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => starting.WaitAsync(Patience));
    }

    private static RedisGate Gate(RedisServer redis)
    {
        var options = ConfigurationOptions.Parse(redis.ConnectionString);
        options.AbortOnConnectFail = false;
        return new(options, TimeProvider.System, NullLogger<RedisGate>.Instance);
    }
}
