using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;
using static Orleans.Realtime.Grains.Tests.Log.LogWriterFixture;

namespace Orleans.Realtime.Grains.Tests.Log;

public sealed class LogWriterAppendTests
{
    [Fact]
    public async Task Append_WhenTheStoreAnswersAtOnce_CompletesSynchronously()
    {
        var fixture = new LogWriterFixture();
        LogWriter writer = fixture.NewWriter();
        await writer.OpenAsync();

        Task<IReadOnlyList<PublishReceipt>> append = writer.AppendAsync([NewMessage("a"), NewMessage("b")]);

        append.IsCompletedSuccessfully.ShouldBeTrue();
        IReadOnlyList<PublishReceipt> receipts = await append;
        receipts.Select(receipt => (receipt.MessageId, receipt.Seq, receipt.Error)).ShouldBe([("a", 1, RealtimeErrorCode.None), ("b", 2, RealtimeErrorCode.None)]);
        receipts[0].CreatedAtUnixMs.ShouldBe(fixture.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        (writer.LastSeq, writer.Epoch.Length).ShouldBe((2, 10));
    }

    [Fact]
    public async Task Append_OfNothing_AnswersNothing()
    {
        var fixture = new LogWriterFixture();

        (await fixture.Writer.AppendAsync([])).ShouldBeEmpty();
        fixture.Store.Appends.ShouldBeEmpty();
    }

    [Fact]
    public Task Append_WhileAnotherIsUnderWay_WaitsAndGoesOutTogetherInOrder() => InTurnsAsync(async () =>
    {
        var fixture = new LogWriterFixture();
        fixture.Store.Hold();
        Task<PublishReceipt>[] calls = [.. "abcd".Select(id => fixture.AppendAsync(NewMessage(id.ToString())))];
        fixture.Owner.Batches.ShouldBeEmpty();

        fixture.Store.Release();
        PublishReceipt[] receipts = await Task.WhenAll(calls);

        fixture.Store.Appends.ShouldBe([["a"], ["b", "c", "d"]]);
        receipts.Select(receipt => receipt.Seq).ShouldBe([1, 2, 3, 4]);
        fixture.Owner.Batches.Select(batch => batch.Count).ShouldBe([1, 3]);
    });

    [Fact]
    public Task Append_BeyondTheBatchBounds_IsSplitWithoutReordering() => InTurnsAsync(async () =>
    {
        var fixture = new LogWriterFixture(new LogOptions { MaxBatchMessages = 3, MaxBatchBytes = 1024 });
        Message[] messages = [.. "abcdefg".Select(id => NewMessage(id.ToString(), bytes: id == 'b' ? 5000 : 100))];

        IReadOnlyList<PublishReceipt> receipts = await fixture.Writer.AppendAsync(messages);

        fixture.Store.Appends.ShouldBe([["a"], ["b"], ["c", "d", "e"], ["f", "g"]]);
        receipts.Select(receipt => receipt.Seq).ShouldBe(Range(1, 7));
    });

    [Fact]
    public Task Append_WhenTooMuchWaits_IsRefusedAndTheRestGoesOn() => InTurnsAsync(async () =>
    {
        var fixture = new LogWriterFixture(new LogOptions { MaxPendingMessages = 2 });
        fixture.Store.Hold();
        Task<PublishReceipt> first = fixture.AppendAsync(NewMessage());
        Task<IReadOnlyList<PublishReceipt>> waiting = fixture.Writer.AppendAsync([NewMessage(), NewMessage()]);

        PublishReceipt refused = await fixture.AppendAsync(NewMessage("late"));
        fixture.Store.Release();

        (refused.MessageId, refused.Error, refused.Seq).ShouldBe(("late", RealtimeErrorCode.Unavailable, 0));
        (await first).Seq.ShouldBe(1);
        (await waiting).Select(receipt => receipt.Seq).ShouldBe([2, 3]);
        (await fixture.AppendAsync(NewMessage())).Seq.ShouldBe(4);
    });

    [Fact]
    public async Task Append_WhenTheClockGoesBack_KeepsTimesFromDecreasing()
    {
        var fixture = new LogWriterFixture();
        PublishReceipt before = await fixture.AppendAsync(NewMessage());
        fixture.Clock.SetUtcNow(fixture.Clock.GetUtcNow() - TimeSpan.FromSeconds(10));

        (await fixture.AppendAsync(NewMessage())).CreatedAtUnixMs.ShouldBe(before.CreatedAtUnixMs);
        LogWriter next = fixture.NewWriter();
        (await next.AppendAsync([NewMessage()])).Single().CreatedAtUnixMs.ShouldBe(before.CreatedAtUnixMs);
    }

    [Fact]
    public Task Append_TellsTheOwnerBeforeTheReceipts() => InTurnsAsync(async () =>
    {
        var fixture = new LogWriterFixture();
        fixture.Store.Hold();
        Task<PublishReceipt> append = fixture.AppendAsync(NewMessage("a"));
        bool answeredBefore = false;
        fixture.Owner.Then = () => answeredBefore = append.IsCompleted;

        fixture.Store.Release();
        await append;

        answeredBefore.ShouldBeFalse();
        fixture.Owner.Entries.Ids().ShouldBe(["a"]);
    });

    [Fact]
    public Task Append_FromInsideTheOwnersCallback_GoesOutNext() => InTurnsAsync(async () =>
    {
        var fixture = new LogWriterFixture();
        Task<PublishReceipt>? second = null;
        fixture.Owner.Then = () => second ??= fixture.AppendAsync(NewMessage("b"));

        await fixture.AppendAsync(NewMessage("a"));

        (await second!).Seq.ShouldBe(2);
    });

    [Fact]
    public async Task Append_WhenTheOwnerFails_IsStoredAllTheSame()
    {
        var fixture = new LogWriterFixture();
        fixture.Owner.Then = () => throw new InvalidOperationException("owner");

        (await fixture.AppendAsync(NewMessage())).Seq.ShouldBe(1);
        (await fixture.AppendAsync(NewMessage())).Seq.ShouldBe(2);
    }

    [Fact]
    public async Task ShrinkTail_KeepsRepeatedMessagesRecognisedUntilTheWindowHasRunOut()
    {
        var fixture = new LogWriterFixture();
        await fixture.AppendAsync(NewMessage("a"));
        fixture.Writer.ShrinkTail();
        (await fixture.AppendAsync(NewMessage("a"))).Duplicate.ShouldBeTrue();
        fixture.Clock.Advance(TimeSpan.FromMinutes(3));

        fixture.Writer.ShrinkTail();

        fixture.Writer.TryReadTail(0, 10, 1000, out _).ShouldBeFalse();
        (await fixture.AppendAsync(NewMessage("a"))).Seq.ShouldBe(2);
    }

    [Fact]
    public void Writer_AtRest_IsSmall()
    {
        const int Count = 1000;
        var fixture = new LogWriterFixture();
        var owner = new RecordingListener();
        var factory = new LogWriterFactory(fixture.Memory, new LogOptions(), KeepAll, KeepAll, KeepAll, fixture.Clock, NullLogger.Instance);
        var writers = new LogWriter[Count];

        // Opening an empty log keeps nothing but the epoch, which is the store's.
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Count; i++)
        {
            writers[i] = factory.Create(fixture.Log, owner);
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / Count).ShouldBeLessThan(250);
    }
}
