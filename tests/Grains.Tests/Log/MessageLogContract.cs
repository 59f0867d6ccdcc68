using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Tests.Shared;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log;

/// <summary>What every store of logs must do. A store's own test class says how to make one.</summary>
public abstract partial class MessageLogContract : IDisposable
{
    private static int s_logs;

    protected MessageLogContract() => Store = new Lazy<IMessageLog>(() => CreateStore(Clock));

    private protected FakeTimeProvider Clock { get; } = new();

    private protected Lazy<IMessageLog> Store { get; }

    private protected abstract IMessageLog CreateStore(TimeProvider clock);

    /// <summary>The same logs as another silo of the cluster sees them.</summary>
    private protected virtual IMessageLog CreatePeer(IMessageLog store) => store;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && Store.IsValueCreated)
        {
            (Store.Value as IDisposable)?.Dispose();
        }
    }

    /// <summary>A log of its own for every test: stores may be shared.</summary>
    private protected static LogId NewLog() => LogId.Room($"contract-{Guid.NewGuid():N}-{Interlocked.Increment(ref s_logs)}");

    [Fact]
    public async Task Open_WhenTheLogIsNew_MakesAnEmptyLogWithAnEpoch()
    {
        LogHead head = await Store.Value.OpenAsync(NewLog(), KeepAll);

        head.Epoch.ShouldNotBeNullOrEmpty();
        (head.FirstSeq, head.LastSeq, head.AckedSeq, head.IsEmpty).ShouldBe((1, 0, 0, true));
    }

    [Fact]
    public async Task Open_WhenTheLogExists_KeepsItsEpoch()
    {
        LogId log = NewLog();
        LogHead first = await Store.Value.OpenAsync(log, KeepAll);

        (await CreatePeer(Store.Value).OpenAsync(log, KeepAll)).ShouldBe(first);
    }

    [Fact]
    public async Task Open_OfDifferentLogs_GivesDifferentEpochs()
    {
        LogHead one = await Store.Value.OpenAsync(NewLog(), KeepAll);
        LogHead other = await Store.Value.OpenAsync(NewLog(), KeepAll);

        other.Epoch.ShouldNotBe(one.Epoch);
    }

    [Fact]
    public async Task Append_WhenTheHeadIsAsBelieved_StoresTheBatchInOrder()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        Message[] batch = Entries(head.Position, 3, Clock);

        LogHead after = await Store.Value.AppendAsync(log, head.Position, batch, KeepAll);

        (after.Epoch, after.FirstSeq, after.LastSeq).ShouldBe((head.Epoch, 1, 3));
        (await Store.Value.ReadAllAsync(log, KeepAll)).Ids().ShouldBe(batch.Ids());
    }

    [Fact]
    public async Task Append_KeepsEveryField()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        Message message = NewMessage(clientId: "c1") with
        {
            Seq = 1,
            Kind = MessageKind.Event,
            Type = "order.paid",
            OriginSessionId = "s1",
            Echo = EchoPolicy.ExceptOrigin,
            Data = "{\"n\":9007199254740993123,\"f\":1.10}"u8.ToArray(),
            CreatedAtUnixMs = Clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };

        await Store.Value.AppendAsync(log, head.Position, [message], KeepAll);

        Message read = (await Store.Value.ReadAllAsync(log, KeepAll)).Single();
        read.Data.ShouldBe(message.Data);
        (read with { Data = message.Data }).ShouldBe(message);
    }

    [Fact]
    public async Task Append_WhenAnotherHasWritten_IsAConflictAndStoresNothing()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        LogHead real = await CreatePeer(Store.Value).AppendAsync(log, head.Position, Entries(head.Position, 1, Clock), KeepAll);

        LogConflictException conflict = await Should.ThrowAsync<LogConflictException>(
            async () => await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 2, Clock), KeepAll));

        conflict.Actual.ShouldBe(real);
        (await Store.Value.ReadAllAsync(log, KeepAll)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Append_OfAnotherEpoch_IsAConflict()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        var stale = new LogPosition(0, "another");

        LogConflictException conflict = await Should.ThrowAsync<LogConflictException>(
            async () => await Store.Value.AppendAsync(log, stale, Entries(stale, 1, Clock), KeepAll));

        conflict.Actual.ShouldBe(head);
    }

    [Fact]
    public async Task Append_WhenTheLogDoesNotExist_IsAConflict()
    {
        var position = new LogPosition(4, "gone");

        LogConflictException conflict = await Should.ThrowAsync<LogConflictException>(
            async () => await Store.Value.AppendAsync(NewLog(), position, Entries(position, 1, Clock), KeepAll));

        conflict.Actual.Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task Append_OfABatchWithAHole_IsRefused()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);

        await Should.ThrowAsync<ArgumentException>(
            async () => await Store.Value.AppendAsync(log, head.Position, Entries(new LogPosition(1, head.Epoch), 1, Clock), KeepAll));
        await Should.ThrowAsync<ArgumentException>(async () => await Store.Value.AppendAsync(log, head.Position, [], KeepAll));
        (await Store.Value.OpenAsync(log, KeepAll)).LastSeq.ShouldBe(0);
    }

    [Fact]
    public async Task Read_WhenTheLogDoesNotExist_IsEmptyAndCreatesNothing()
    {
        LogId log = NewLog();

        LogSlice slice = await Store.Value.ReadAsync(log, LogRead.Newest(10), KeepAll);

        slice.Messages.ShouldBeEmpty();
        slice.Head.Exists.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, long.MaxValue, 3, 0, "1 2 3")]
    [InlineData(0, long.MaxValue, 3, 1, "8 9 10")]
    [InlineData(7, long.MaxValue, 9, 0, "8 9 10")]
    [InlineData(0, 3, 9, 1, "1 2")]
    [InlineData(2, 6, 2, 0, "3 4")]
    [InlineData(2, 6, 2, 1, "4 5")]
    [InlineData(5, 6, 9, 0, "")]
    [InlineData(9, 3, 9, 0, "")]
    [InlineData(10, long.MaxValue, 9, 0, "")]
    [InlineData(long.MaxValue, long.MaxValue, 9, 0, "")]
    public async Task Read_GivesThePageOfTheRangeAscending(long after, long before, int limit, int direction, string expected)
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 10, Clock), KeepAll);

        LogSlice slice = await Store.Value.ReadAsync(log, new LogRead(after, before, limit, (LogDirection)direction), KeepAll);

        string.Join(' ', slice.Messages.Seqs()).ShouldBe(expected);
        slice.Head.LastSeq.ShouldBe(10);
    }

    [Fact]
    public async Task Read_EndsAPageAtItsBytesButNeverBeforeTheFirstEntry()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 5, Clock), KeepAll);

        LogSlice two = await Store.Value.ReadAsync(log, LogRead.After(0, 5) with { MaxBytes = 40 }, KeepAll);
        LogSlice one = await Store.Value.ReadAsync(log, LogRead.Newest(5) with { MaxBytes = 1 }, KeepAll);

        two.Messages.Seqs().ShouldBe([1, 2]);
        one.Messages.Seqs().ShouldBe([5]);
    }

    [Fact]
    public async Task CommitCursor_MovesForwardOnlyAndNeverBeyondTheEnd()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 5, Clock), KeepAll);

        (await Store.Value.CommitCursorAsync(log, head.Epoch, 3)).AckedSeq.ShouldBe(3);
        (await Store.Value.CommitCursorAsync(log, head.Epoch, 2)).AckedSeq.ShouldBe(3);
        (await Store.Value.CommitCursorAsync(log, "another", 4)).AckedSeq.ShouldBe(3);
        (await Store.Value.CommitCursorAsync(log, head.Epoch, 99)).AckedSeq.ShouldBe(5);
        (await CreatePeer(Store.Value).OpenAsync(log, KeepAll)).AckedSeq.ShouldBe(5);
    }

    [Fact]
    public async Task CommitCursor_WhenTheLogDoesNotExist_DoesNothing()
    {
        LogId log = NewLog();

        (await Store.Value.CommitCursorAsync(log, "gone", 3)).Exists.ShouldBeFalse();
        (await Store.Value.TrimAsync(log, KeepAll)).Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task Retention_ByAge_HoldsAtOpenReadAndTrim()
    {
        var hour = new LogRetention(100, TimeSpan.FromHours(1));
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, hour);
        head = await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 2, Clock), hour);
        Clock.Advance(TimeSpan.FromMinutes(40));
        head = await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 2, Clock), hour);
        Clock.Advance(TimeSpan.FromMinutes(40));

        (await Store.Value.ReadAsync(log, LogRead.Newest(10), hour)).Messages.Seqs().ShouldBe([3, 4]);
        (await Store.Value.OpenAsync(log, hour)).FirstSeq.ShouldBe(3);
        Clock.Advance(TimeSpan.FromMinutes(40));
        LogHead empty = await Store.Value.TrimAsync(log, hour);

        (empty.FirstSeq, empty.LastSeq, empty.IsEmpty).ShouldBe((5, 4, true));
    }

    [Fact]
    public async Task Calls_WhenCancelledBeforehand_DoNothing()
    {
        LogId log = NewLog();
        LogHead head = await Store.Value.OpenAsync(log, KeepAll);
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await Store.Value.AppendAsync(log, head.Position, Entries(head.Position, 1, Clock), KeepAll, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.Value.ReadAsync(log, LogRead.Newest(1), KeepAll, cancelled));
        (await Store.Value.OpenAsync(log, KeepAll)).LastSeq.ShouldBe(0);
    }
}
