using System.Globalization;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log.Redis;

/// <summary>The contract of all stores, and what only this one has: keys, their life, and what others may do to them.</summary>
public sealed class RedisMessageLogTests(RedisFixture redis) : MessageLogContract, IClassFixture<RedisFixture>
{
    private static readonly LogRetention Brief = new(100, IdleTtl: TimeSpan.FromMinutes(16));

    private readonly List<RedisSilo> _silos = [];

    private protected override IMessageLog CreateStore(TimeProvider clock) => NewSilo(clock).Store;

    private protected override IMessageLog CreatePeer(IMessageLog store) => _silos.Count > 1 ? _silos[1].Store : NewSilo(Clock).Store;

    [Fact]
    public async Task Append_LeavesThePayloadReadableForOthers()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        await Store.Value.AppendAsync(log, head.Position, [Entries(head.Position, 1, Clock)[0] with { Data = "{\"a\":1}"u8.ToArray() }], KeepAll);

        string data = await redis.Server.CommandAsync($"EVAL \"local e = redis.call('XRANGE', KEYS[1], '-', '+')[1]; return e[1] .. ' ' .. e[2][6]\" 1 {Stream(log)}");

        data.ShouldBe("1-0 {\"a\":1}");
    }

    [Fact]
    public async Task IdleLog_ExpiresAsAWhole_NeverBeforeItsTime()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, Brief);
        (await NumberAsync($"PTTL {Hash(log)}")).ShouldBeInRange(960_000, 1_020_000);

        head = await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 1, Clock), Brief);
        (await NumberAsync($"PTTL {Stream(log)}")).ShouldBeInRange(960_000, 1_020_000);

        await redis.Server.CommandAsync($"PEXPIRE {Stream(log)} 900000");
        await redis.Server.CommandAsync($"PEXPIRE {Hash(log)} 900000");
        head = await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 1, Clock), Brief);
        (await NumberAsync($"PTTL {Stream(log)}")).ShouldBeInRange(960_000, 1_020_000);
        (await NumberAsync($"PTTL {Hash(log)}")).ShouldBeInRange(960_000, 1_020_000);

        await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 1, Clock), KeepAll);
        (await NumberAsync($"PTTL {Stream(log)}")).ShouldBe(-1);
        (await NumberAsync($"PTTL {Hash(log)}")).ShouldBe(-1);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task LostKeys_AreALostLog(bool stream, bool hash)
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        LogHead before = await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 3, Clock), KeepAll);
        await redis.Server.CommandAsync($"DEL {(stream ? Stream(log) : "none")} {(hash ? Hash(log) : "none")}");

        LogConflictException conflict = await Should.ThrowAsync<LogConflictException>(
            async () => await Store.Value.AppendAsync(log, before.Position, Entries(before.Position, 1, Clock), KeepAll));
        LogHead after = await Store.Value.OpenAsync(log, KeepAll);

        conflict.Actual.Exists.ShouldBeFalse();
        after.Epoch.ShouldNotBe(before.Epoch);
        after.LastSeq.ShouldBe(0);
        (await Store.Value.AppendAsync(log, after.Position, Entries(after.Position, 1, Clock), KeepAll)).LastSeq.ShouldBe(1);
    }

    [Fact]
    public async Task Open_WhenAStrangerWroteIntoTheStream_BeginsANewLog()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        await redis.Server.CommandAsync($"XADD {Stream(log)} 77-1 f v");

        LogHead after = await Store.Value.OpenAsync(log, KeepAll);

        after.Epoch.ShouldNotBe(head.Epoch);
        (await Store.Value.AppendAsync(log, after.Position, Entries(after.Position, 1, Clock), KeepAll)).LastSeq.ShouldBe(1);
    }

    [Fact]
    public async Task Append_WhenTheLogHasLostItsEnd_IsAConflictWithANewEpoch()
    {
        LogId log = NewLog();
        LogHead known = await AppendThenLoseTwoAsync(log);

        LogConflictException conflict = await Should.ThrowAsync<LogConflictException>(
            async () => await Store.Value.AppendAsync(log, known.Position, Entries(known.Position, 1, Clock), KeepAll));

        (conflict.Actual.LastSeq, conflict.Actual.AckedSeq).ShouldBe((3, 3));
        conflict.Actual.Epoch.ShouldNotBe(known.Epoch);
        (await Store.Value.ReadAllAsync(log, KeepAll)).Seqs().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Open_WhenTheCallerKnowsThatTheLogHasLostItsEnd_GivesANewEpoch()
    {
        LogId log = NewLog();
        LogHead known = await AppendThenLoseTwoAsync(log);

        LogHead unasked = await Store.Value.OpenAsync(log, KeepAll);
        LogHead asked = await Store.Value.OpenAsync(log, KeepAll, known.Position);

        (unasked.Epoch, unasked.LastSeq).ShouldBe((known.Epoch, 3));
        asked.LastSeq.ShouldBe(3);
        asked.Epoch.ShouldNotBe(known.Epoch);
    }

    [Fact]
    public async Task Read_ByAWriterWhoseLogHasLostItsEnd_LeavesItWithANewEpoch()
    {
        LogId log = NewLog();
        await Store.Value.OpenAsync(log, KeepAll);
        await redis.Server.CommandAsync($"COPY {Stream(log)} {Stream(log)}:old");
        await redis.Server.CommandAsync($"COPY {Hash(log)} {Hash(log)}:old");
        var owner = new RecordingListener();
        LogWriter writer = _silos[0].NewWriter(log, owner);
        await writer.AppendAsync([NewMessage("a")]);
        await redis.Server.CommandAsync($"DEL {Stream(log)}");
        await redis.Server.CommandAsync($"COPY {Hash(log)}:old {Hash(log)} REPLACE");

        await Should.ThrowAsync<Interfaces.RealtimeException>(writer.ReadAsync(new HistoryQuery(null, null, 10)));

        owner.Fenced.ShouldBe(1);
        (await Store.Value.OpenAsync(log, KeepAll)).Epoch.ShouldNotBe(writer.Epoch);
    }

    [Fact]
    public async Task Append_AfterTheServerForgotItsScripts_Works()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        head = await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 1, Clock), KeepAll);
        await redis.Server.CommandAsync("SCRIPT FLUSH");

        (await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 2, Clock), KeepAll)).LastSeq.ShouldBe(3);
        (await Store.Value.ReadAllAsync(log, KeepAll)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Stream_HoldsHardlyMoreThanItsRetention_AndExactlyThatAfterATrim()
    {
        var ten = new LogRetention(10);
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, ten);
        for (int i = 0; i < 150; i++)
        {
            head = await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 2, Clock), ten);
            head.FirstSeq.ShouldBe(Math.Max(1, head.LastSeq - 9));
        }

        (await NumberAsync($"XLEN {Stream(log)}")).ShouldBeInRange(10, 110);
        await Store.Value.TrimAsync(log, ten);
        (await NumberAsync($"XLEN {Stream(log)}")).ShouldBe(10);
    }

    [Fact]
    public async Task Append_OfMoreThanRetentionKeeps_StoresTheNewestOnly()
    {
        var three = new LogRetention(3);
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, three);
        head = await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 2, Clock), three);
        head = await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 8, Clock), three);

        (head.FirstSeq, head.LastSeq).ShouldBe((8, 10));
        (await Store.Value.ReadAllAsync(log, three)).Seqs().ShouldBe([8, 9, 10]);
    }

    [Fact]
    public async Task Read_OfLargeEntries_EndsAtItsBytes()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        Message[] batch = [.. Entries(head.Position, 40, Clock).Select(message => message with { Data = new byte[100_000] })];
        await Store.Value.AppendAsync(log, head.Position, batch, KeepAll);

        LogSlice forward = await Store.Value.ReadAsync(log, LogRead.After(0, 500) with { MaxBytes = 2_000_000 }, KeepAll);
        LogSlice backward = await Store.Value.ReadAsync(log, LogRead.Newest(500) with { MaxBytes = 2_000_000 }, KeepAll);

        forward.Messages.Seqs().ShouldBe(Range(1, 20));
        backward.Messages.Seqs().ShouldBe(Range(21, 40));
    }

    [Fact]
    public async Task Append_ByManyAtOnce_IsFencedForEach()
    {
        LogId log = NewLog();
        LogHead start = await Store.Value.OpenAsync(log, KeepAll);
        IMessageLog[] views = [Store.Value, CreatePeer(Store.Value)];
        string[][] acknowledged = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var ids = new List<string>();
            LogPosition position = start.Position;
            while (ids.Count < 100)
            {
                Message[] batch = Entries(position, 1, Clock);
                try
                {
                    position = (await views[writer & 1].AppendAsync(log, position, batch, KeepAll)).Position;
                    ids.AddRange(batch.Ids());
                }
                catch (LogConflictException conflict)
                {
                    position = conflict.Actual.Position;
                }
            }

            return ids.ToArray();
        })));

        List<Message> all = await Store.Value.ReadAllAsync(log, KeepAll);
        all.Seqs().ShouldBe(Range(1, 400));
        all.Ids().Order().ShouldBe(acknowledged.SelectMany(ids => ids).Order());
    }

    protected override void Dispose(bool disposing)
    {
        _silos.ForEach(silo => silo.Dispose());
        base.Dispose(disposing);
    }

    private static string Stream(LogId log) => $"rt:{{{log}}}:log";

    private static string Hash(LogId log) => $"rt:{{{log}}}:meta";

    private RedisSilo NewSilo(TimeProvider clock)
    {
        var silo = new RedisSilo(redis.Server, clock);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>Writes five entries of which the server then knows three, as after a failover to a replica that lagged behind.</summary>
    private async Task<LogHead> AppendThenLoseTwoAsync(LogId log)
    {
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        head = await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 3, Clock), KeepAll);
        head = await Store.Value.CommitCursorAsync(log, head.Epoch, 3);
        await redis.Server.CommandAsync($"COPY {Stream(log)} {Stream(log)}:old");
        await redis.Server.CommandAsync($"COPY {Hash(log)} {Hash(log)}:old");
        head = await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 2, Clock), KeepAll);
        await redis.Server.CommandAsync($"COPY {Stream(log)}:old {Stream(log)} REPLACE");
        await redis.Server.CommandAsync($"COPY {Hash(log)}:old {Hash(log)} REPLACE");
        return head;
    }

    private async Task<long> NumberAsync(string command) => long.Parse(await redis.Server.CommandAsync(command), CultureInfo.InvariantCulture);
}
