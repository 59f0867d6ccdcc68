using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;
using static Orleans.Realtime.Grains.Tests.Log.LogWriterFixture;

namespace Orleans.Realtime.Grains.Tests.Log;

public sealed class LogWriterReadTests
{
    [Theory]
    [InlineData(null, null, 3, "8 9 10", true)]
    [InlineData(null, null, 10, "1 2 3 4 5 6 7 8 9 10", false)]
    [InlineData(null, 4L, 2, "2 3", true)]
    [InlineData(null, 4L, 3, "1 2 3", false)]
    [InlineData(0L, null, 4, "1 2 3 4", true)]
    [InlineData(6L, null, 4, "7 8 9 10", false)]
    [InlineData(6L, 9L, 1, "7", true)]
    [InlineData(6L, 9L, 2, "7 8", false)]
    [InlineData(10L, null, 5, "", false)]
    [InlineData(5L, 3L, 5, "", false)]
    [InlineData(null, 0L, 5, "", false)]
    [InlineData(null, 99L, 2, "9 10", true)]
    public async Task Read_GivesThePageAskedForAndSaysWhetherMoreFollows(long? after, long? before, int limit, string expected, bool hasMore)
    {
        var fixture = new LogWriterFixture();
        await fixture.Writer.AppendAsync([.. Enumerable.Range(0, 10).Select(_ => NewMessage())]);

        MessagePage page = await fixture.Writer.ReadAsync(new HistoryQuery(after, before, limit));

        string.Join(' ', page.Messages.Seqs()).ShouldBe(expected);
        (page.HasMore, page.FirstSeq, page.LastSeq, page.Epoch).ShouldBe((hasMore, 1, 10, fixture.Writer.Epoch));
    }

    [Fact]
    public async Task Read_AfterRetention_TellsTheOldestHeld()
    {
        var fixture = new LogWriterFixture(retention: new LogRetention(100));
        await fixture.Writer.AppendAsync([.. Enumerable.Range(0, 130).Select(_ => NewMessage())]);

        MessagePage page = await fixture.Writer.ReadAsync(new HistoryQuery(0, null, 500));

        (page.FirstSeq, page.LastSeq, page.HasMore, page.Messages.Count).ShouldBe((31, 130, false, 100));
        fixture.Writer.TryReadTail(10, 10, 1000, out _).ShouldBeFalse();
        (await fixture.Writer.ReadAsync(new HistoryQuery(null, 35, 10))).ShouldSatisfyAllConditions(
            older => older.Messages.Seqs().ShouldBe([31, 32, 33, 34]),
            older => older.HasMore.ShouldBeFalse());
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData(null, null, 501)]
    [InlineData(-1L, null, 10)]
    [InlineData(null, -1L, 10)]
    public async Task Read_OfAnImpossiblePage_IsABadRequest(long? after, long? before, int limit)
    {
        var fixture = new LogWriterFixture();

        RealtimeException refusal = await Should.ThrowAsync<RealtimeException>(fixture.Writer.ReadAsync(new HistoryQuery(after, before, limit)));

        refusal.Code.ShouldBe(RealtimeErrorCode.BadRequest);
    }

    [Fact]
    public async Task Read_OfAnEmptyLog_IsEmpty()
    {
        var fixture = new LogWriterFixture();

        MessagePage page = await fixture.Writer.ReadAsync(new HistoryQuery(null, null, 10));

        (page.Messages.Count, page.HasMore, page.FirstSeq, page.LastSeq).ShouldBe((0, false, 1, 0));
    }

    [Fact]
    public async Task Read_WhenAnotherOwnerHasAppended_IsThatOwnersToAnswer()
    {
        var fixture = new LogWriterFixture();
        await fixture.AppendAsync(NewMessage());
        await fixture.NewWriter().AppendAsync([NewMessage()]);

        (await Should.ThrowAsync<RealtimeException>(() => fixture.Writer.ReadAsync(new HistoryQuery(1, null, 10)))).Code.ShouldBe(RealtimeErrorCode.Unavailable);

        fixture.Writer.IsFenced.ShouldBeTrue();
    }

    [Fact]
    public async Task Read_WhenTheStoreIsDown_IsUnavailable()
    {
        var fixture = new LogWriterFixture();
        await fixture.AppendAsync(NewMessage());
        fixture.Store.IsDown = true;

        RealtimeException refusal = await Should.ThrowAsync<RealtimeException>(fixture.Writer.ReadAsync(new HistoryQuery(null, null, 10)));

        refusal.Code.ShouldBe(RealtimeErrorCode.Unavailable);
        fixture.Writer.IsFenced.ShouldBeFalse();
    }

    [Fact]
    public async Task TryReadTail_GivesOneBatchToEveryReader()
    {
        var fixture = new LogWriterFixture();
        await fixture.Writer.AppendAsync([NewMessage(), NewMessage(), NewMessage()]);

        fixture.Writer.TryReadTail(0, 10, 1000, out IReadOnlyList<Message> one).ShouldBeTrue();
        fixture.Writer.TryReadTail(0, 10, 1000, out IReadOnlyList<Message> other).ShouldBeTrue();

        one.Seqs().ShouldBe([1, 2, 3]);
        other.ShouldBeSameAs(one);
        fixture.Store.Reads.ShouldBe(0);
    }

    [Theory]
    [InlineData(0, 2, 1000, "1 2")]
    [InlineData(1, 10, 32, "2 3")]
    [InlineData(1, 10, 1, "2")]
    [InlineData(3, 10, 1000, "4 5")]
    [InlineData(4, 10, 1000, "5")]
    [InlineData(5, 10, 1000, "")]
    [InlineData(9, 10, 1000, "")]
    public async Task TryReadTail_KeepsToItsBounds(long after, int max, long maxBytes, string expected)
    {
        var fixture = new LogWriterFixture();
        await fixture.Writer.AppendAsync([NewMessage(), NewMessage(), NewMessage()]);
        await fixture.Writer.AppendAsync([NewMessage(), NewMessage()]);

        fixture.Writer.TryReadTail(after, max, maxBytes, out IReadOnlyList<Message> messages).ShouldBeTrue();

        string.Join(' ', messages.Seqs()).ShouldBe(expected);
    }

    [Fact]
    public async Task TryReadTail_BeyondWhatMemoryHolds_IsFalse()
    {
        var fixture = new LogWriterFixture(new LogOptions { TailMessages = 10, TailBytes = 100 });
        for (int i = 0; i < 20; i++)
        {
            await fixture.AppendAsync(NewMessage());
        }

        fixture.Writer.TryReadTail(13, 20, 1000, out _).ShouldBeFalse();
        fixture.Writer.TryReadTail(14, 20, 1000, out IReadOnlyList<Message> messages).ShouldBeTrue();
        messages.Seqs().ShouldBe(Range(15, 20));
        LogWriter next = fixture.NewWriter();
        await next.OpenAsync();
        next.TryReadTail(14, 20, 1000, out _).ShouldBeFalse();
    }

    [Fact]
    public async Task TryReadTail_OfEntriesTooOldToKeep_IsFalse()
    {
        var fixture = new LogWriterFixture(retention: new LogRetention(100, TimeSpan.FromMinutes(30)));
        await fixture.AppendAsync(NewMessage());
        fixture.Clock.Advance(TimeSpan.FromMinutes(31));

        fixture.Writer.TryReadTail(0, 10, 1000, out _).ShouldBeFalse();
        (await fixture.Writer.ReadAsync(new HistoryQuery(0, null, 10))).ShouldSatisfyAllConditions(
            page => page.Messages.ShouldBeEmpty(),
            page => page.FirstSeq.ShouldBe(2));
    }

    [Fact]
    public Task Acknowledge_WhileAWriteIsUnderWay_SharesTheNext() => InTurnsAsync(async () =>
    {
        var fixture = new LogWriterFixture();
        await fixture.Writer.AppendAsync([.. Enumerable.Range(0, 9).Select(_ => NewMessage())]);
        fixture.Store.Hold();
        Task[] calls = [.. new long[] { 2, 5, 3, 8 }.Select(seq => fixture.Writer.AcknowledgeAsync(new LogPosition(seq, fixture.Writer.Epoch)))];
        fixture.Writer.AckedSeq.ShouldBe(8);

        fixture.Store.Release();
        await Task.WhenAll(calls);

        fixture.Store.Cursors.ShouldBe([2, 8]);
        LogWriter next = fixture.NewWriter();
        await next.OpenAsync();
        next.AckedSeq.ShouldBe(8);
    });

    [Fact]
    public async Task Acknowledge_OfAnotherEpochOrAnOldPosition_DoesNothing()
    {
        var fixture = new LogWriterFixture();
        await fixture.Writer.AppendAsync([NewMessage(), NewMessage(), NewMessage()]);
        await fixture.Writer.AcknowledgeAsync(new LogPosition(2, null));

        await fixture.Writer.AcknowledgeAsync(new LogPosition(99, "another"));
        await fixture.Writer.AcknowledgeAsync(new LogPosition(1, fixture.Writer.Epoch));

        fixture.Writer.AckedSeq.ShouldBe(2);
        fixture.Store.Cursors.ShouldBe([2]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public async Task Acknowledge_OutsideTheLog_IsABadRequest(long seq)
    {
        var fixture = new LogWriterFixture();
        await fixture.Writer.AppendAsync([NewMessage(), NewMessage(), NewMessage()]);

        RealtimeException refusal = await Should.ThrowAsync<RealtimeException>(fixture.Writer.AcknowledgeAsync(new LogPosition(seq, null)));

        refusal.Code.ShouldBe(RealtimeErrorCode.BadRequest);
    }

    [Fact]
    public async Task Acknowledge_WhenTheStoreIsDown_CountsAndIsWrittenByTheNext()
    {
        var fixture = new LogWriterFixture();
        await fixture.Writer.AppendAsync([NewMessage(), NewMessage(), NewMessage()]);
        fixture.Store.IsDown = true;
        RealtimeException refusal = await Should.ThrowAsync<RealtimeException>(fixture.Writer.AcknowledgeAsync(new LogPosition(2, null)));
        fixture.Store.IsDown = false;

        await fixture.Writer.AcknowledgeAsync(new LogPosition(2, null));

        refusal.Code.ShouldBe(RealtimeErrorCode.Unavailable);
        (await fixture.Memory.OpenAsync(fixture.Log, KeepAll)).AckedSeq.ShouldBe(2);
    }
}
