using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Redis;
using Orleans.Realtime.Grains.Streams;
using Orleans.Realtime.Grains.Streams.Redis;
using Orleans.Realtime.Tests.Shared;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log.Redis;

/// <summary>What a silo has of Redis: a connection of its own, the stores of logs and of streams on it, writers.</summary>
internal sealed class RedisSilo : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly TimeProvider _clock;
    private readonly RedisStreamWatcher _watcher;

    public RedisSilo(
        string connectionString,
        TimeProvider? clock = null,
        RedisOptions? options = null,
        DurabilityOptions? durability = null,
        ILogger<RedisConnection>? logger = null,
        StreamOptions? streams = null)
    {
        _clock = clock ?? TimeProvider.System;
        RedisOptions redis = options ?? new RedisOptions();
        (redis.ConnectionString, redis.KeyPrefix) = (connectionString, "rt");
        Meters = _services.GetRequiredService<IMeterFactory>();
        var metrics = new StorageMetrics(Meters);
        Connection = new RedisConnection(Options.Create(redis), TimeProvider.System, metrics, logger ?? NullLogger<RedisConnection>.Instance);
        Store = new RedisMessageLog(Connection, Options.Create(redis), Options.Create(durability ?? new DurabilityOptions()), _clock);
        Maps = new RedisLogMaps(Connection, Options.Create(redis), Options.Create(durability ?? new DurabilityOptions()));
        _watcher = new RedisStreamWatcher(Connection, Options.Create(redis), TimeProvider.System, NullLogger<RedisStreamWatcher>.Instance);
        Streams = new RedisStreamStore(
            Connection, _watcher, metrics, Options.Create(redis), Options.Create(durability ?? new DurabilityOptions()), Options.Create(streams ?? new StreamOptions()));
    }

    public RedisSilo(RedisServer server, TimeProvider? clock = null)
        : this(server.ConnectionString, clock)
    {
    }

    public IMeterFactory Meters { get; }

    public RedisConnection Connection { get; }

    public RedisMessageLog Store { get; }

    public RedisLogMaps Maps { get; }

    public RedisStreamStore Streams { get; }

    public LogWriter NewWriter(LogId log, ILogListener owner, UnavailablePolicy onUnavailable = UnavailablePolicy.Reject) =>
        new LogWriterFactory(Store, new LogOptions(), KeepAll, KeepAll, KeepAll, _clock, NullLogger.Instance, onUnavailable).Create(log, owner);

    /// <summary>Calls until the call succeeds: while Redis is away every call fails, and fails soon.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<ValueTask<T>> call)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (exception is LogUnavailableException or TimeoutException or StackExchange.Redis.RedisException)
            {
                await Task.Delay(20, patience.Token);
            }
        }
    }

    public void Dispose()
    {
        _watcher.Dispose();
        Connection.Dispose();
        _services.Dispose();
    }
}
