using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;
using static Orleans.Realtime.Grains.Tests.Log.LogWriterFixture;

namespace Orleans.Realtime.Grains.Tests.Log;

public sealed class LogWriterFaultTests
{
    [Fact]
    public Task Append_WhenTheStoreIsUnavailable_RefusesAllThatWaitsAndTheNextCallTriesAgain() => InTurnsAsync(async () =>
    {
        var fixture = new LogWriterFixture();
        fixture.Store.FailNextAppends(AppendFault.Unavailable);
        fixture.Store.Hold();
        Task<PublishReceipt> first = fixture.AppendAsync(NewMessage("a", clientId: "c1"));
        Task<PublishReceipt> waiting = fixture.AppendAsync(NewMessage("b"));

        fixture.Store.Release();

        (await first).Error.ShouldBe(RealtimeErrorCode.Unavailable);
        (await waiting).Error.ShouldBe(RealtimeErrorCode.Unavailable);
        fixture.Owner.Batches.ShouldBeEmpty();
        PublishReceipt again = await fixture.AppendAsync(NewMessage("a", clientId: "c1"));
        (again.Seq, again.Duplicate, again.Error).ShouldBe((1, false, RealtimeErrorCode.None));
    });

    [Fact]
    public async Task Append_WhenTheAnswerWasLost_FindsItInTheLogAndSucceeds()
    {
        var fixture = new LogWriterFixture();
        await fixture.AppendAsync(NewMessage("a"));
        fixture.Store.FailNextAppends(AppendFault.LostAnswer);

        IReadOnlyList<PublishReceipt> receipts = await fixture.Writer.AppendAsync([NewMessage("b"), NewMessage("c")]);

        receipts.Select(receipt => (receipt.Seq, receipt.Error)).ShouldBe([(2, RealtimeErrorCode.None), (3, RealtimeErrorCode.None)]);
        fixture.Owner.Entries.Ids().ShouldBe(["a", "b", "c"]);
        (await fixture.AppendAsync(NewMessage("c"))).Duplicate.ShouldBeTrue();
        (await fixture.StoredIdsAsync()).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task Append_WhenTheRequestWasLost_IsATimeoutAndMayBeRepeated()
    {
        var fixture = new LogWriterFixture();
        fixture.Store.FailNextAppends(AppendFault.LostRequest);

        (await fixture.AppendAsync(NewMessage("a"))).Error.ShouldBe(RealtimeErrorCode.Timeout);
        (await fixture.AppendAsync(NewMessage("a"))).Seq.ShouldBe(1);
        fixture.Owner.Entries.Ids().ShouldBe(["a"]);
    }

    [Fact]
    public async Task Append_WhenTheAnswerWasLostAndTheStoreIsDown_IsDeliveredOnceItIsBack()
    {
        var fixture = new LogWriterFixture();
        fixture.Store.FailNextAppends(AppendFault.LostAnswerThenDown);
        (await fixture.AppendAsync(NewMessage("a"))).Error.ShouldBe(RealtimeErrorCode.Timeout);
        (await fixture.AppendAsync(NewMessage("b"))).Error.ShouldBe(RealtimeErrorCode.Unavailable);
        fixture.Owner.Batches.ShouldBeEmpty();
        fixture.Store.IsDown = false;

        (await fixture.AppendAsync(NewMessage("a"))).ShouldSatisfyAllConditions(
            receipt => receipt.Seq.ShouldBe(1),
            receipt => receipt.Duplicate.ShouldBeTrue());
        (await fixture.AppendAsync(NewMessage("b"))).Seq.ShouldBe(2);
        fixture.Owner.Entries.Ids().ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Read_AfterALostAnswer_FindsAndDeliversWhatWasStored()
    {
        var fixture = new LogWriterFixture();
        fixture.Store.FailNextAppends(AppendFault.LostAnswerThenDown);
        await fixture.AppendAsync(NewMessage("a"));
        fixture.Store.IsDown = false;

        MessagePage page = await fixture.Writer.ReadAsync(new HistoryQuery(null, null, 10));

        page.Messages.Ids().ShouldBe(["a"]);
        fixture.Owner.Entries.Ids().ShouldBe(["a"]);
    }

    [Fact]
    public async Task Append_WhenAnAppendIsCancelledAndTheStoreIsDown_GoesOnOnceItIsBack()
    {
        var fixture = new LogWriterFixture();
        await fixture.Writer.OpenAsync();
        fixture.Store.FailNextAppends(AppendFault.LostRequestThenDown);
        (await fixture.AppendAsync(NewMessage("a"))).Error.ShouldBe(RealtimeErrorCode.Timeout);
        fixture.Store.IsDown = false;

        (await fixture.AppendAsync(NewMessage("b"))).Seq.ShouldBe(1);
        fixture.Writer.IsFenced.ShouldBeFalse();
    }

    [Fact]
    public async Task Append_WhenAnotherWroteAfterALostRequest_IsFenced()
    {
        var fixture = new LogWriterFixture();
        fixture.Store.FailNextAppends(AppendFault.LostRequestThenDown);
        await fixture.AppendAsync(NewMessage("a"));
        await fixture.NewWriter().AppendAsync([NewMessage("x")]);
        fixture.Store.IsDown = false;

        await ShouldBeUnavailable(fixture.AppendAsync(NewMessage("a")));
        (fixture.Writer.IsFenced, fixture.Owner.Fenced, fixture.Owner.Batches.Count).ShouldBe((true, 1, 0));
    }

    [Fact]
    public Task Append_WhenAnotherOwnsTheLog_FailsEveryCallAndTellsTheOwnerOnce() => InTurnsAsync(async () =>
    {
        var fixture = new LogWriterFixture();
        await fixture.Writer.OpenAsync();
        await fixture.NewWriter().AppendAsync([NewMessage("x")]);
        fixture.Store.Hold();
        Task<PublishReceipt> first = fixture.AppendAsync(NewMessage("a"));
        Task<PublishReceipt> waiting = fixture.AppendAsync(NewMessage("b"));

        fixture.Store.Release();

        await ShouldBeUnavailable(first);
        await ShouldBeUnavailable(waiting);
        await ShouldBeUnavailable(fixture.AppendAsync(NewMessage("c")));
        await ShouldBeUnavailable(fixture.Writer.ReadAsync(new HistoryQuery(null, null, 10)));
        await ShouldBeUnavailable(fixture.Writer.AcknowledgeAsync(new LogPosition(0, null)));
        fixture.Owner.Fenced.ShouldBe(1);
        (await fixture.StoredIdsAsync()).ShouldBe(["x"]);
    });

    [Fact]
    public async Task Read_WhenTheLogWasLost_Fences()
    {
        var fixture = new LogWriterFixture(retention: new LogRetention(100, IdleTtl: TimeSpan.FromHours(1)));
        await fixture.AppendAsync(NewMessage());
        fixture.Clock.Advance(TimeSpan.FromHours(2));

        await ShouldBeUnavailable(fixture.Writer.ReadAsync(new HistoryQuery(null, null, 10)));
        fixture.Owner.Fenced.ShouldBe(1);
    }

    [Fact]
    public async Task Open_WhenTheStoreIsDown_IsUnavailableAndMayBeRepeated()
    {
        var fixture = new LogWriterFixture();
        fixture.Store.IsDown = true;
        await ShouldBeUnavailable(fixture.Writer.OpenAsync());
        (await fixture.AppendAsync(NewMessage())).Error.ShouldBe(RealtimeErrorCode.Unavailable);
        fixture.Store.IsDown = false;

        await fixture.Writer.OpenAsync();

        fixture.Writer.Epoch.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Writers_OfTwoSilosAtOnce_LoseNothingAndRepeatNothing()
    {
        var fixture = new LogWriterFixture();
        string[][] acknowledged = await Task.WhenAll(Enumerable.Range(0, 2).Select(silo => PublishWithRetryAsync(fixture, silo)));

        List<Message> all = await fixture.Memory.ReadAllAsync(fixture.Log, KeepAll);
        all.Seqs().ShouldBe(Range(1, 600));
        all.Ids().Order().ShouldBe(acknowledged.SelectMany(ids => ids).Order());
    }

    private static async Task<string[]> PublishWithRetryAsync(LogWriterFixture fixture, int silo)
    {
        var acknowledged = new List<string>();
        await InTurnsAsync(async () =>
        {
            LogWriter writer = fixture.NewWriter();
            while (acknowledged.Count < 300)
            {
                try
                {
                    PublishReceipt receipt = (await writer.AppendAsync([NewMessage($"{silo}-{acknowledged.Count}")])).Single();
                    acknowledged.Add(receipt.MessageId);
                    await Task.Yield();
                }
                catch (RealtimeException) when (writer.IsFenced)
                {
                    writer = fixture.NewWriter();
                }
            }
        });
        return [.. acknowledged];
    }

    private static async Task ShouldBeUnavailable(Task call) =>
        (await Should.ThrowAsync<RealtimeException>(call)).Code.ShouldBe(RealtimeErrorCode.Unavailable);
}
