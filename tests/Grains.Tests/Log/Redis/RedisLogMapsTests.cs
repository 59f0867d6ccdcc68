using System.Globalization;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Maps;
using Orleans.Realtime.Grains.Tests.Log.Maps;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log.Redis;

/// <summary>The contract of all stores of maps, and what only this one has: keys and their life.</summary>
public sealed class RedisLogMapsTests(RedisFixture redis) : LogMapsContract, IClassFixture<RedisFixture>, IDisposable
{
    private static readonly LogRetention Brief = new(100, IdleTtl: TimeSpan.FromMinutes(16));

    private readonly RedisSilo _silo = new(redis.Server);

    private protected override IMessageLog Logs => _silo.Store;

    private protected override ILogMaps Maps => _silo.Maps;

    [Fact]
    public async Task Map_ExpiresWithItsLog()
    {
        LogMapId map = NewMap();
        LogHead head = await Logs.OpenAsync(map.Log, Brief);
        await Maps.WriteAsync(map, new MapWrite(head.Epoch, [Set("a", "1")]));
        (await NumberAsync($"PTTL {Key(map)}")).ShouldBeInRange(960_000, 1_020_000);

        await redis.Server.CommandAsync($"PEXPIRE {Key(map)} 900000");
        await redis.Server.CommandAsync($"PEXPIRE {Hash(map.Log)} 900000");
        head = await Logs.AppendAsync(map.Log, head.Position, Entries(head.Position, 1, TimeProvider.System), Brief);
        (await NumberAsync($"PTTL {Key(map)}")).ShouldBeInRange(960_000, 1_020_000);

        await Logs.AppendAsync(map.Log, head.Position, Entries(head.Position, 1, TimeProvider.System), KeepAll);
        (await NumberAsync($"PTTL {Key(map)}")).ShouldBe(-1);
        (await TextAsync(map)).ShouldBe(["a=1"]);
    }

    [Fact]
    public async Task LostStream_TakesTheMapsAlong()
    {
        LogMapId map = NewMap();
        string epoch = await OpenAsync(map, entries: 3);
        await Maps.WriteAsync(map, new MapWrite(epoch, [Set("a", "1")], AfterSeq: 0, Seq: 3, Moves: true));
        await redis.Server.CommandAsync($"DEL rt:{{{map.Log}}}:log");

        await OpenAsync(map);

        (await ReadAsync(map)).Seq.ShouldBe(0);
        (await NumberAsync($"EXISTS {Key(map)}")).ShouldBe(0);
    }

    [Fact]
    public async Task LostHash_LeavesNoMapOfAnEarlierLife()
    {
        LogMapId map = NewMap();
        string epoch = await OpenAsync(map, entries: 3);
        await Maps.WriteAsync(map, new MapWrite(epoch, [Set("a", "1")], AfterSeq: 0, Seq: 3, Moves: true));
        await redis.Server.CommandAsync($"DEL {Hash(map.Log)}");

        epoch = await OpenAsync(map, entries: 1);
        (await TextAsync(map)).ShouldBeEmpty();
        await Maps.WriteAsync(map, new MapWrite(epoch, [Set("b", "2")], AfterSeq: 0, Seq: 1, Moves: true));

        (await TextAsync(map)).ShouldBe(["b=2"]);
    }

    [Fact]
    public async Task LostMap_IsAConflict_AndReadsAsNone()
    {
        LogMapId map = NewMap();
        string epoch = await OpenAsync(map, entries: 3);
        await Maps.WriteAsync(map, new MapWrite(epoch, [Set("a", "1")], AfterSeq: 0, Seq: 2, Moves: true));
        await redis.Server.CommandAsync($"DEL {Key(map)}");

        (await ReadAsync(map)).Seq.ShouldBe(0);
        await Should.ThrowAsync<MapConflictException>(
            async () => await Maps.WriteAsync(map, new MapWrite(epoch, [Set("b", "2")], AfterSeq: 2, Seq: 3, Moves: true)));
    }

    [Fact]
    public async Task LogThatLostItsEnd_GoesOnUnderAnotherEpoch_WithItsMaps()
    {
        LogMapId map = NewMap();
        LogHead head = await Logs.OpenAsync(map.Log, KeepAll);
        head = await Logs.AppendAsync(map.Log, head.Position, Entries(head.Position, 3, TimeProvider.System), KeepAll);
        await Maps.WriteAsync(map, new MapWrite(head.Epoch, [Set("a", "1")], AfterSeq: 0, Seq: 3, Moves: true));

        // The silo was told of five entries: Redis knows three.
        await Should.ThrowAsync<MapConflictException>(
            async () => await Maps.WriteAsync(map, new MapWrite(head.Epoch, [Set("a", "2")], AfterSeq: 3, Seq: 5, Moves: true)));

        LogHead after = await Logs.OpenAsync(map.Log, KeepAll);
        after.Epoch.ShouldNotBe(head.Epoch);
        LogMap read = await ReadAsync(map);
        (read.Epoch, read.Seq).ShouldBe((after.Epoch, 3));
        (await TextAsync(map)).ShouldBe(["a=1"]);
    }

    public void Dispose() => _silo.Dispose();

    private static string Key(LogMapId map) => $"rt:{{{map.Log}}}:map:{map.Name}";

    private static string Hash(LogId log) => $"rt:{{{log}}}:meta";

    private async Task<long> NumberAsync(string command) => long.Parse(await redis.Server.CommandAsync(command), CultureInfo.InvariantCulture);
}
