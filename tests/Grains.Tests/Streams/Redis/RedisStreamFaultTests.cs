using System.Diagnostics;
using System.Globalization;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Redis;
using Orleans.Realtime.Grains.Tests.Log.Redis;
using Orleans.Realtime.Grains.Tests.Support;
using Orleans.Realtime.Tests.Shared;
using static Orleans.Realtime.Grains.Tests.Log.Redis.RedisSilo;

namespace Orleans.Realtime.Grains.Tests.Streams.Redis;

/// <summary>What becomes of streams, and of those who watch them, when Redis is killed, stopped in its tracks, full, or refuses commands.</summary>
public sealed class RedisStreamFaultTests
{
    private const string Orders = "orders";
    private const string Key = "rt:{stream/orders}:entries";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);
    private static readonly RedisOptions Quick = new() { CommandTimeout = TimeSpan.FromMilliseconds(500), ReconnectDelay = TimeSpan.FromMilliseconds(50), MaxReconnectDelay = TimeSpan.FromMilliseconds(200) };

    [Fact]
    public async Task WithoutRedis_CallsAreRefusedAtOnce_AndWatchesBeginWhenItIsThere()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await server.KillAsync();
        using var silo = new RedisSilo(server.ConnectionString, options: Quick);
        using var woken = new SemaphoreSlim(0);
        var elapsed = Stopwatch.StartNew();
        using var watch = silo.Streams.Watch(Orders, StreamId.Zero, () => woken.Release());
        elapsed.Elapsed.ShouldBeLessThan(Soon);

        await Should.ThrowAsync<LogUnavailableException>(async () => await PublishAsync(silo));
        await Should.ThrowAsync<LogUnavailableException>(async () => await silo.Streams.ReadAsync(Orders, StreamId.Zero, 1, 1));
        elapsed.Elapsed.ShouldBeLessThan(Soon);
        await server.RestartAsync();
        await EventuallyAsync(() => PublishAsync(silo));

        (await woken.WaitAsync(Soon)).ShouldBeTrue();
    }

    [Fact]
    public async Task KilledRedis_WakesWhoWatches_OnceAtTheLossAndOnceAtTheReturn()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(server.ConnectionString, options: Quick);
        var ids = (await EventuallyAsync(() => PublishAsync(silo)))[0].Ids;
        using var woken = new SemaphoreSlim(0);
        using var watch = silo.Streams.Watch(Orders, ids[0], () => woken.Release());
        await BlockedAsync(server);

        await server.KillAsync();
        (await woken.WaitAsync(Soon)).ShouldBeTrue();
        await Should.ThrowAsync<LogUnavailableException>(async () =>
        {
            // What was under way when it was killed has an unknown outcome.
            await Should.ThrowAsync<Exception>(async () => await PublishAsync(silo));
            await PublishAsync(silo);
        });
        await server.RestartAsync();
        (await woken.WaitAsync(Soon)).ShouldBeTrue();
        await BlockedAsync(server);
        woken.CurrentCount.ShouldBe(0);

        await server.CommandAsync($"XADD {Key} * data 1");
        (await woken.WaitAsync(Soon)).ShouldBeTrue();
        (await EventuallyAsync(() => silo.Streams.ReadAsync(Orders, ids[0], 10, 1_000))).Entries.Length.ShouldBe(1);
    }

    [Fact]
    public async Task FrozenRedis_EveryCallEndsSoon()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(server.ConnectionString, options: Quick);
        var publish = new StreamPublish([new StreamMessage("1"u8.ToArray())], "k");
        await EventuallyAsync(() => PublishAsync(silo));
        await server.FreezeAsync();
        var elapsed = Stopwatch.StartNew();

        // One that was under way may have been stored; when the connection has been found silent, calls are refused for certain.
        Exception fault;
        do
        {
            fault = await Should.ThrowAsync<Exception>(async () => await silo.Streams.PublishAsync(Orders, [publish], 0, Window));
            (fault is TimeoutException or LogUnavailableException).ShouldBeTrue(fault.ToString());
            elapsed.Elapsed.ShouldBeLessThan(Soon);
        }
        while (fault is not LogUnavailableException);

        await server.ThawAsync();

        // Stored by the first call or by this one, never by both.
        var receipt = (await EventuallyAsync(() => silo.Streams.PublishAsync(Orders, [publish], 0, Window)))[0];
        (await EventuallyAsync(() => silo.Streams.RangeAsync(Orders, new StreamRange(StreamId.Zero, StreamId.Max), 1_000))).Skip(1).Select(entry => entry.Id).ShouldBe(receipt.Ids);
    }

    [Fact]
    public async Task FullRedis_RefusesPublishesForCertain_AndIsStillRead()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(server.ConnectionString);
        await EventuallyAsync(() => PublishAsync(silo));
        await server.CommandAsync("CONFIG SET maxmemory 1");

        await Should.ThrowAsync<LogUnavailableException>(async () => await PublishAsync(silo));
        (await silo.Streams.ReadAsync(Orders, StreamId.Zero, 10, 1_000)).Entries.Length.ShouldBe(1);
        await server.CommandAsync("CONFIG SET maxmemory 0");

        (await PublishAsync(silo))[0].Ids.Length.ShouldBe(1);
    }

    [Fact]
    public async Task SomethingElseUnderTheKey_FailsItsCalls_AndLeavesOtherStreamsWatched()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(server.ConnectionString, options: Quick);
        using var woken = new SemaphoreSlim(0);
        await server.CommandAsync($"SET {Key} x");
        using var wrong = silo.Streams.Watch(Orders, StreamId.Zero, static () => { });
        using var right = silo.Streams.Watch("right", StreamId.Zero, () => woken.Release());

        Exception fault = await Should.ThrowAsync<Exception>(async () => await EventuallyOnceConnectedAsync(silo, () => silo.Streams.RangeAsync(Orders, new(StreamId.Zero, StreamId.Max), 1)));
        fault.Message.ShouldContain("WRONGTYPE");
        await server.CommandAsync("XADD rt:{stream/right}:entries * data 1");
        (await woken.WaitAsync(Soon)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("-client|unblock")]
    [InlineData("-xread")]
    public async Task RefusedCommands_MakeWatchesSlowerButNotDeaf(string refused)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await server.CommandAsync("ACL SETUSER default " + refused);
        using var silo = new RedisSilo(server.ConnectionString, options: Quick);
        using var woken = new SemaphoreSlim(0);
        using var first = silo.Streams.Watch("first", StreamId.Zero, static () => { });
        await EventuallyAsync(() => PublishAsync(silo));
        using var second = silo.Streams.Watch("second", StreamId.Zero, () => woken.Release());

        await server.CommandAsync("XADD rt:{stream/second}:entries * data 1");

        (await woken.WaitAsync(Soon)).ShouldBeTrue();
    }

    [Fact]
    public async Task NewlyWatchedStream_EndsTheReadThatDoesNotKnowIt()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(server.ConnectionString);
        using var woken = new SemaphoreSlim(0);
        using var first = silo.Streams.Watch("first", StreamId.Zero, static () => { });
        await EventuallyAsync(() => PublishAsync(silo));
        await BlockedAsync(server);

        using var second = silo.Streams.Watch("second", StreamId.Zero, () => woken.Release());
        await server.CommandAsync("XADD rt:{stream/second}:entries * data 1");

        (await woken.WaitAsync(Soon)).ShouldBeTrue();
        (await InfoAsync(server, "commandstats", "cmdstat_client|unblock:calls")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task KilledConnections_AreMadeAgain()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(server.ConnectionString, options: Quick);
        using var woken = new SemaphoreSlim(0);
        using var watch = silo.Streams.Watch(Orders, StreamId.Zero, () => woken.Release());
        for (var round = 0; round < 3; round++)
        {
            await BlockedAsync(server);
            await server.CommandAsync("CLIENT KILL TYPE normal SKIPME yes");
            (await woken.WaitAsync(Soon)).ShouldBeTrue("the loss");
            (await woken.WaitAsync(Soon)).ShouldBeTrue("the return");
            await server.CommandAsync($"XADD {Key} * data 1");
            (await woken.WaitAsync(Soon)).ShouldBeTrue();
            await BlockedAsync(server);
            while (await woken.WaitAsync(TimeSpan.Zero))
            {
                // Now and then it is called for nothing.
            }
        }
    }

    [Fact]
    public async Task DisposedSilo_LeavesNoConnection()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        var silo = new RedisSilo(server.ConnectionString);
        silo.Streams.Watch(Orders, StreamId.Zero, static () => { });
        await BlockedAsync(server);

        silo.Dispose();

        (await Eventually.IsAsync(() => ConnectedAsync(server), clients => clients == 1)).ShouldBe(1);
        silo.Streams.Watch(Orders, StreamId.Zero, static () => { }).Dispose();
    }

    [Fact]
    public async Task Publish_WaitsForReplicas_AndCanBeRepeatedWithoutThem()
    {
        await using RedisServer server = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using RedisServer replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", server.Port.ToString(CultureInfo.InvariantCulture));
        using var silo = new RedisSilo(server.ConnectionString, durability: new DurabilityOptions { WaitReplicas = 1, WaitTimeout = TimeSpan.FromMilliseconds(300) });
        StreamPublish[] publish = [new([new StreamMessage("1"u8.ToArray())], "k")];
        await EventuallyAsync(() => PublishAsync(silo));
        (await replica.CommandAsync($"XLEN {Key}")).ShouldNotBe("0");
        await replica.FreezeAsync();

        await Should.ThrowAsync<TimeoutException>(async () => await silo.Streams.PublishAsync(Orders, publish, 0, Window));
        await replica.ThawAsync();

        (await EventuallyAsync(() => silo.Streams.PublishAsync(Orders, publish, 0, Window)))[0].Duplicate.ShouldBeTrue();
    }

    private static ValueTask<StreamReceipt[]> PublishAsync(RedisSilo silo) =>
        silo.Streams.PublishAsync(Orders, [new StreamPublish([new StreamMessage("1"u8.ToArray())])], 0, Window);

    private static async Task<T> EventuallyOnceConnectedAsync<T>(RedisSilo silo, Func<ValueTask<T>> call)
    {
        await Eventually.IsAsync(() => Task.FromResult(silo.Connection.IsConnected), connected => connected);
        return await call();
    }

    /// <summary>Until the reader waits.</summary>
    private static async Task BlockedAsync(RedisServer server) =>
        (await Eventually.IsAsync(async () => await InfoAsync(server, "clients", "blocked_clients"), blocked => blocked > 0)).ShouldBe(1);

    private static Task<int> ConnectedAsync(RedisServer server) => InfoAsync(server, "clients", "connected_clients");

    private static async Task<int> InfoAsync(RedisServer server, string section, string name)
    {
        // The answer's other lines are of no interest: a script picks the one.
        var script = $"EVAL \"return string.match(redis.call('INFO', '{section}'), '{name}[:=](%d+)') or '0'\" 0";
        return int.Parse(await server.CommandAsync(script), CultureInfo.InvariantCulture);
    }
}
