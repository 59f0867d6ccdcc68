using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Redis;
using Orleans.Realtime.Log.Bench;
using Orleans.Realtime.OrleansLite.Bench;
using Orleans.Realtime.Tests.Shared;

// Group commits of 100 logs into a redis-server of its own: 200 bytes a message, so many publishes in flight over all logs.
// The argument is Redis' appendfsync: everysec (default) or always. With "maps", only the maps beside the logs are measured.
const int Logs = 100;
const int Messages = 200_000;

await using var server = await RedisServer.StartAsync("--appendfsync", args is ["always", ..] ? "always" : "everysec");
await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
var redis = Options.Create(new RedisOptions { ConnectionString = server.ConnectionString, KeyPrefix = "bench" });
using var connection = new RedisConnection(redis, TimeProvider.System, new StorageMetrics(services.GetRequiredService<IMeterFactory>()), NullLogger<RedisConnection>.Instance);
var store = new RedisMessageLog(connection, redis, Options.Create(new DurabilityOptions()), TimeProvider.System);
if (args is ["maps", ..])
{
    await MapBench.RunAsync(store, new RedisLogMaps(connection, redis, Options.Create(new DurabilityOptions())));
    return;
}

var rooms = new LogRetention(1_000, TimeSpan.FromHours(24), TimeSpan.FromHours(24));
var factory = new LogWriterFactory(store, new LogOptions(), rooms, rooms, rooms, TimeProvider.System, NullLogger.Instance);
var owner = new QuietOwner();
var payload = new byte[200];
var id = 0L;

var measure = new Measure();
Measure.Header();
foreach (var depth in (int[])[1, 100, 1_000, 10_000])
{
    var before = owner.Flushes;
    var cpu = ServerCpu();
    var messages = depth == 1 ? Messages / 20 : Messages;
    await measure.RunAsync($"append to {Math.Min(depth, Logs)} logs, {depth} in flight", messages, count => PublishAsync(count, depth));
    var all = messages * 1.5;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"|   | {all / (owner.Flushes - before):N1} messages a flush | {(ServerCpu() - cpu).TotalMicroseconds / all:N2} in redis-server | | |"));
}

var read = new LogRead(0, long.MaxValue, 50, LogDirection.Backward);
await measure.RunAsync("read 50 of a log, 16 in flight", 20_000, count => Load.RunAsync(count, 16, async () => await store.ReadAsync(LogId.Room("bench-1"), read, rooms)));
await measure.RunAsync("read 500 of a log, 4 in flight", 2_000, count => Load.RunAsync(count, 4, async () => await store.ReadAsync(LogId.Room("bench-1"), read with { Limit = 500 }, rooms)));

// A writer works in turns, as its grain does: a scheduler for each log.
Task PublishAsync(int count, int depth)
{
    var logs = Math.Min(depth, Logs);
    return Task.WhenAll(Enumerable.Range(0, logs).Select(log => Task.Factory.StartNew(
        async () =>
        {
            var writer = factory.Create(LogId.Room($"bench-{log}"), owner);
            await writer.OpenAsync();
            await Load.RunAsync(count / logs, depth / logs, async () =>
            {
                var message = new Message { Id = Interlocked.Increment(ref id).ToString(CultureInfo.InvariantCulture), SenderId = "u1", ClientId = "c1" + id, OriginSessionId = "s_0123456789abcdef", Data = payload };
                var receipt = (await writer.AppendAsync([message]))[0];
                if (receipt.Error != RealtimeErrorCode.None)
                {
                    throw new InvalidOperationException(receipt.ErrorMessage);
                }
            });
        },
        CancellationToken.None,
        TaskCreationOptions.None,
        new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1, 64).ExclusiveScheduler).Unwrap()));
}

TimeSpan ServerCpu()
{
    using var process = Process.GetProcessById(server.ProcessId);
    return process.TotalProcessorTime;
}
