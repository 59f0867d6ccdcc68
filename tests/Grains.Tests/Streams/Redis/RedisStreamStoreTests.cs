using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log.Redis;
using Orleans.Realtime.Grains.Streams;
using Orleans.Realtime.Grains.Tests.Log.Redis;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Tests.Streams.Redis;

/// <summary>The contract of all stores, and what only this one has: keys, fields, and others who use them.</summary>
public sealed class RedisStreamStoreTests(RedisFixture redis) : StreamStoreContract, IClassFixture<RedisFixture>
{
    private readonly RedisSilo _silo = new(redis.Server);
    private readonly ConnectionMultiplexer _foreign = ConnectionMultiplexer.Connect(redis.Server.ConnectionString);
    private RedisSilo? _peer;

    private protected override IStreamStore Peer => (_peer ??= new RedisSilo(redis.Server)).Streams;

    private protected override DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private string Key => $"rt:{{stream/{Stream}}}:entries";

    private protected override IStreamStore CreateStore(TimeProvider clock) => _silo.Streams;

    /// <summary>By the clock that counts, the server's.</summary>
    private protected override async Task PassAsync(TimeSpan time)
    {
        var until = await ServerTimeAsync() + time;
        while (await ServerTimeAsync() <= until)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    [Fact]
    public async Task Keys_AreTheStream_AndOneForEachIdempotencyKeyUntilItExpires()
    {
        var receipt = await PublishAsync(Of("*", "*") with { IdempotencyKey = "u1/a" }, window: TimeSpan.FromSeconds(77));

        (await AskAsync("TYPE", Key)).ShouldBe("stream");
        var seen = $"rt:{{stream/{Stream}}}:seen:u1/a";
        (await AskAsync("GET", seen)).ShouldStartWith(receipt.Ids[0].ToString());
        long.Parse(await AskAsync("PTTL", seen), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(30_000, 77_000);
        (await AskAsync("PTTL", Key)).ShouldBe("-1");
        ((string[])(await _foreign.GetDatabase().ExecuteAsync("KEYS", $"*{Stream}*"))!).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Fields_AreAsDocumented()
    {
        byte[] big = Json('"' + new string('x', 20_000) + '"');
        await PublishAsync(new StreamPublish([new StreamMessage(Json("{\"a\": 1}"))]));
        await PublishAsync(new StreamPublish([new StreamMessage(big)]));
        await PublishAsync(new StreamPublish([new StreamMessage(Json("2"), Id("9999999999999-1"))]));

        var entries = (RedisResult[])(await _foreign.GetDatabase().ExecuteAsync("XRANGE", Key, "-", "+"))!;

        var fields = entries.Select(entry => (RedisValue[])((RedisResult[])entry!)[1]!).ToArray();
        fields[0].ShouldBe(["data", "{\"a\": 1}"]);
        (fields[1].Length, (string)fields[1][0]!, (string)fields[1][2]!, (string)fields[1][3]!).ShouldBe((4, "data", "encoding", "gzip"));
        using var gzip = new System.IO.Compression.GZipStream(new MemoryStream((byte[])fields[1][1]!), System.IO.Compression.CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await gzip.CopyToAsync(plain);
        plain.ToArray().ShouldBe(big);
        ((byte[])fields[1][1]!).Length.ShouldBeLessThan(1_000);
        (fields[2].Length, (string)fields[2][2]!).ShouldBe((4, "timestamp"));
    }

    [Fact]
    public async Task CompressedEntries_CountInAnswersWithTheSizeThatTheyHave()
    {
        byte[] big = Json('"' + new string('x', 99_998) + '"');
        await PublishAsync(new StreamPublish([.. Enumerable.Repeat(new StreamMessage(big), 40)]));
        await Store.Value.CreateGroupAsync(Stream, Group, StreamId.Zero);

        (await RangeAsync(maxBytes: 1_000_000)).Length.ShouldBe(10);
        (await RangeAsync(maxBytes: 1_000_000, reverse: true)).Length.ShouldBe(10);
        (await ReadAsync("0-0", maxBytes: 1_000_000)).Entries.Length.ShouldBe(10);
        (await TakeAsync("a", maxBytes: 1_000_000)).Length.ShouldBe(10);
        (await PendingAsync()).Count.ShouldBe(10);
        (await TakeAsync("a", maxBytes: 500_000)).Length.ShouldBe(5);
        (await TakeAsync("a", maxBytes: 700_000, pendingAfter: "0-0")).Length.ShouldBe(7);
        (await Store.Value.ClaimAsync(Stream, new GroupClaim(Group, "b", TimeSpan.Zero, 1_000), 600_000)).Length.ShouldBe(6);
    }

    [Fact]
    public async Task ForeignProducer_IsReadAsItWrites()
    {
        await AskAsync("XADD", Key, "1-0", "data", "{\"n\":1}");
        await AskAsync("XADD", Key, "2-0", "temperature", "21.5", "place", "\"roof\"");
        await AskAsync("XADD", Key, "3-0", "data", "not json");
        await AskAsync("XADD", Key, "4-0", "data", "1 2");
        await AskAsync("XADD", Key, "5-0", "data", "7", "source", "sensor", "timestamp", "1763690000000");
        await Store.Value.CreateGroupAsync(Stream, Group, StreamId.Zero);

        string[] expected = ["{\"n\":1}", "{\"temperature\":\"21.5\",\"place\":\"\\\"roof\\\"\"}", "\"not json\"", "\"1 2\"", "7"];
        var entries = await RangeAsync();
        entries.Select(Text).ShouldBe(expected);
        entries.Select(entry => entry.TimestampMs).ShouldBe([1, 2, 3, 4, 1763690000000]);
        (await TakeAsync("a")).Select(Text).ShouldBe(expected);
        (await Store.Value.GetInfoAsync(Stream)).LastEntry!.TimestampMs.ShouldBe(1763690000000);
    }

    [Fact]
    public async Task ForeignConsumer_SharesTheWork()
    {
        await Store.Value.CreateGroupAsync(Stream, Group, null);
        await PublishAsync(new StreamPublish([new StreamMessage(Json("{\"a\": 9007199254740993}"), Id("1-0")), new StreamMessage(Json("2"), Id("2-0")), new StreamMessage(Json("3"), Id("3-0"))]));

        var read = (RedisResult[])(await _foreign.GetDatabase().ExecuteAsync("XREADGROUP", "GROUP", Group, "foreigner", "COUNT", 2, "STREAMS", Key, ">"))!;
        var first = (RedisResult[])((RedisResult[])((RedisResult[])read[0]!)[1]!)[0]!;
        ((string)first[0]!, (string)((RedisValue[])first[1]!)[1]!).ShouldBe(("1-0", "{\"a\": 9007199254740993}"));
        Ids(await TakeAsync("a")).ShouldBe("3-0");
        (await PendingAsync()).Consumers.ShouldBe([new PendingConsumer("a", 1), new PendingConsumer("foreigner", 2)]);

        (await AskAsync("XACK", Key, Group, "1-0")).ShouldBe("1");
        (await PendingAsync()).Entries.Select(entry => (entry.Id.ToString(), entry.Consumer)).ShouldBe([("2-0", "foreigner"), ("3-0", "a")]);
        Ids(await Store.Value.ClaimAsync(Stream, new GroupClaim(Group, "a", TimeSpan.Zero, 1), Plenty)).ShouldBe("2-0");
        (await Store.Value.AcknowledgeAsync(Stream, Group, [Id("2-0"), Id("3-0")])).ShouldBe(2);
    }

    [Fact]
    public async Task ForeignDeletion_LeavesTheRestReadable()
    {
        await Store.Value.CreateGroupAsync(Stream, Group, null);
        await PublishAsync("1-0", "2-0", "3-0");
        await TakeAsync("a");
        await AskAsync("XDEL", Key, "2-0");

        Ids(await RangeAsync()).ShouldBe("1-0 3-0");
        (await ReadAsync("1-0")).Gap.ShouldBeFalse();
        Ids(await TakeAsync("a", pendingAfter: "0-0")).ShouldBe("1-0 3-0");
        (await PendingAsync()).Count.ShouldBe(2);
        (await Store.Value.GetInfoAsync(Stream)).MaxDeletedEntryId.ShouldBe(Id("2-0"));
    }

    [Fact]
    public async Task ForeignProducer_WakesTheWatchersOfAllSilos()
    {
        using var woken = new SemaphoreSlim(0);
        using var here = Store.Value.Watch(Stream, StreamId.Zero, () => woken.Release());
        using var there = Peer.Watch(Stream, StreamId.Zero, () => woken.Release());

        await AskAsync("XADD", Key, "*", "data", "1");

        (await woken.WaitAsync(Soon)).ShouldBeTrue();
        (await woken.WaitAsync(Soon)).ShouldBeTrue();
    }

    protected override void Dispose(bool disposing)
    {
        _silo.Dispose();
        _peer?.Dispose();
        _foreign.Dispose();
        base.Dispose(disposing);
    }

    private async Task<TimeSpan> ServerTimeAsync()
    {
        var time = (RedisValue[])(await _foreign.GetDatabase().ExecuteAsync("TIME"))!;

        // In whole milliseconds, as it counts what is idle.
        return TimeSpan.FromSeconds((long)time[0]) + TimeSpan.FromMilliseconds((long)time[1] / 1_000);
    }

    private async Task<string> AskAsync(string command, params object[] arguments) => (string)(await _foreign.GetDatabase().ExecuteAsync(command, arguments))!;
}
