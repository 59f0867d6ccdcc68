using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log;

public sealed class InMemoryMessageLogTests : MessageLogContract
{
    private static readonly LogRetention Day = new(100, TimeSpan.FromHours(1), TimeSpan.FromHours(24));

    private InMemoryMessageLog Memory => (InMemoryMessageLog)Store.Value;

    private protected override IMessageLog CreateStore(TimeProvider clock) =>
        new InMemoryMessageLog(Options.Create(new LogOptions()), clock);

    [Fact]
    public async Task IdleLog_AfterItsTtl_VanishesAndComesBackWithAnotherEpoch()
    {
        LogId log = NewLog();
        LogHead before = await Memory.OpenAsync(log, Day);
        await Memory.AppendAsync(log, before.Position, Entries(before.Position, 3, Clock), Day);

        Clock.Advance(TimeSpan.FromHours(24));

        (Memory.Count, Memory.Bytes).ShouldBe((0, 0));
        LogHead after = await Memory.OpenAsync(log, Day);
        after.Epoch.ShouldNotBe(before.Epoch);
        after.LastSeq.ShouldBe(0);
    }

    [Fact]
    public async Task IdleLog_BetweenSweeps_IsGoneForEveryCall()
    {
        using var store = new InMemoryMessageLog(Options.Create(new LogOptions { SweepPeriod = TimeSpan.FromHours(1) }), Clock);
        LogId log = NewLog();
        var brief = new LogRetention(10, IdleTtl: TimeSpan.FromMinutes(1));
        LogHead head = await store.OpenAsync(log, brief);
        Clock.Advance(TimeSpan.FromMinutes(1));

        store.Count.ShouldBe(1);
        LogConflictException conflict = await Should.ThrowAsync<LogConflictException>(
            async () => await store.AppendAsync(log, head.Position, Entries(head.Position, 1, Clock), brief));
        conflict.Actual.Exists.ShouldBeFalse();
        store.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Append_KeepsALogFromVanishing()
    {
        LogId log = NewLog();
        LogHead head = await Memory.OpenAsync(log, Day);
        Clock.Advance(TimeSpan.FromHours(20));
        await Memory.AppendAsync(log, head.Position, Entries(head.Position, 1, Clock), Day);
        Clock.Advance(TimeSpan.FromHours(20));

        (await Memory.OpenAsync(log, Day)).Epoch.ShouldBe(head.Epoch);
    }

    [Fact]
    public async Task Sweep_ReleasesAgedEntriesOfLogsNobodyTouches()
    {
        LogId log = NewLog();
        LogHead head = await Memory.OpenAsync(log, Day);
        await Memory.AppendAsync(log, head.Position, Entries(head.Position, 50, Clock), Day);
        Memory.Bytes.ShouldBe(50 * (16 + InMemoryLog.EntryOverheadBytes));

        Clock.Advance(TimeSpan.FromMinutes(62));

        (Memory.Count, Memory.Bytes).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Append_WhenMemoryIsFull_IsUnavailableUntilRetentionMadeRoom()
    {
        using var store = new InMemoryMessageLog(Options.Create(new LogOptions { InMemoryMaxBytes = 1024 * 1024 }), Clock);
        LogId log = NewLog();
        LogHead head = await store.OpenAsync(log, Day);
        Message large = NewMessage(bytes: 2 * 1024 * 1024) with { Seq = 1, CreatedAtUnixMs = Clock.GetUtcNow().ToUnixTimeMilliseconds() };
        head = await store.AppendAsync(log, head.Position, [large], Day);

        await Should.ThrowAsync<LogUnavailableException>(
            async () => await store.AppendAsync(log, head.Position, Entries(head.Position, 1, Clock), Day));
        Clock.Advance(TimeSpan.FromMinutes(62));

        (await store.AppendAsync(log, head.Position, Entries(head.Position, 1, Clock), Day)).LastSeq.ShouldBe(2);
    }

    [Fact]
    public async Task Append_ByManyThreads_IsFencedForEach()
    {
        LogId log = NewLog();
        LogHead start = await Memory.OpenAsync(log, KeepAll);
        string[][] acknowledged = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var ids = new List<string>();
            LogPosition position = start.Position;
            while (ids.Count < 500)
            {
                Message[] batch = Entries(position, 1, Clock);
                try
                {
                    position = (await Memory.AppendAsync(log, position, batch, KeepAll)).Position;
                    ids.AddRange(batch.Ids());
                }
                catch (LogConflictException conflict)
                {
                    position = conflict.Actual.Position;
                }
            }

            return ids.ToArray();
        })));

        List<Message> all = await Memory.ReadAllAsync(log, KeepAll);
        all.Seqs().ShouldBe(Range(1, 2000));
        all.Ids().Order().ShouldBe(acknowledged.SelectMany(ids => ids).Order());
    }

    [Fact]
    public void Dispose_StopsTheSweep()
    {
        var store = (IDisposable)CreateStore(Clock);
        Clock.ActiveTimers.ShouldBe(1);

        store.Dispose();

        Clock.ActiveTimers.ShouldBe(0);
    }
}
