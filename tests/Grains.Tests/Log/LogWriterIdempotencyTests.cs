using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;
using static Orleans.Realtime.Grains.Tests.Log.LogWriterFixture;

namespace Orleans.Realtime.Grains.Tests.Log;

public sealed class LogWriterIdempotencyTests
{
    [Fact]
    public async Task Append_OfTheSameClientIdBySameSender_GetsTheFirstReceipt()
    {
        var fixture = new LogWriterFixture();
        PublishReceipt first = await fixture.AppendAsync(NewMessage("a", clientId: "c1"));

        PublishReceipt again = await fixture.AppendAsync(NewMessage("b", clientId: "c1"));

        again.ShouldBe(first with { Duplicate = true });
        fixture.Owner.Entries.Ids().ShouldBe(["a"]);
    }

    [Fact]
    public async Task Append_OfTheSameClientIdByAnotherSender_IsAnotherMessage()
    {
        var fixture = new LogWriterFixture();
        await fixture.AppendAsync(NewMessage(sender: "u1", clientId: "c1"));

        (await fixture.AppendAsync(NewMessage(sender: "u2", clientId: "c1"))).Seq.ShouldBe(2);
        (await fixture.AppendAsync(NewMessage("s", sender: null, clientId: "c1"))).Seq.ShouldBe(3);
        (await fixture.AppendAsync(NewMessage(sender: null, clientId: "c1"))).ShouldSatisfyAllConditions(
            receipt => receipt.Duplicate.ShouldBeTrue(),
            receipt => receipt.MessageId.ShouldBe("s"));
    }

    [Fact]
    public async Task Append_OfTheSameMessageId_GetsTheFirstReceipt()
    {
        var fixture = new LogWriterFixture();
        await fixture.AppendAsync(NewMessage("a"));

        (await fixture.AppendAsync(NewMessage("a"))).ShouldSatisfyAllConditions(
            receipt => receipt.Duplicate.ShouldBeTrue(),
            receipt => receipt.Seq.ShouldBe(1));
    }

    [Fact]
    public async Task Append_OfAClientIdThatLooksLikeAMessageId_IsAnotherMessage()
    {
        var fixture = new LogWriterFixture();
        await fixture.AppendAsync(NewMessage("a", sender: null));

        (await fixture.AppendAsync(NewMessage("b", sender: null, clientId: "a"))).Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Append_OfTheSameTwiceInOneCall_StoresItOnce()
    {
        var fixture = new LogWriterFixture();

        IReadOnlyList<PublishReceipt> receipts = await fixture.Writer.AppendAsync(
            [NewMessage("a", clientId: "c1"), NewMessage("b", clientId: "c1"), NewMessage("c")]);

        receipts.Select(receipt => (receipt.MessageId, receipt.Seq, receipt.Duplicate)).ShouldBe([("a", 1, false), ("a", 1, true), ("c", 2, false)]);
        (await fixture.StoredIdsAsync()).ShouldBe(["a", "c"]);
    }

    [Fact]
    public Task Append_WhileTheFirstIsUnderWay_GetsItsReceipt() => InTurnsAsync(async () =>
    {
        var fixture = new LogWriterFixture();
        fixture.Store.Hold();
        Task<PublishReceipt> first = fixture.AppendAsync(NewMessage("a", clientId: "c1"));
        Task<PublishReceipt> again = fixture.AppendAsync(NewMessage("b", clientId: "c1"));

        fixture.Store.Release();

        (await again).ShouldBe((await first) with { Duplicate = true });
        fixture.Store.Appends.Count.ShouldBe(1);
    });

    [Fact]
    public Task Append_WhileTheFirstIsUnderWayAndFails_IsStored() => InTurnsAsync(async () =>
    {
        var fixture = new LogWriterFixture();
        fixture.Store.FailNextAppends(AppendFault.LostRequest);
        fixture.Store.Hold();
        Task<PublishReceipt> first = fixture.AppendAsync(NewMessage("a", clientId: "c1"));
        Task<PublishReceipt> again = fixture.AppendAsync(NewMessage("b", clientId: "c1"));

        fixture.Store.Release();

        (await first).Error.ShouldBe(RealtimeErrorCode.Timeout);
        (await again).ShouldSatisfyAllConditions(
            receipt => receipt.Seq.ShouldBe(1),
            receipt => receipt.Duplicate.ShouldBeFalse());
        (await fixture.StoredIdsAsync()).ShouldBe(["b"]);
    });

    [Fact]
    public async Task Append_AfterTheWindow_IsAnotherMessage()
    {
        var fixture = new LogWriterFixture();
        await fixture.AppendAsync(NewMessage(clientId: "c1"));
        fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        (await fixture.AppendAsync(NewMessage(clientId: "c1"))).Duplicate.ShouldBeTrue();
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));

        (await fixture.AppendAsync(NewMessage(clientId: "c1"))).Seq.ShouldBe(2);
    }

    [Fact]
    public async Task Append_AtTheNextActivation_IsRecognisedFromTheLog()
    {
        var fixture = new LogWriterFixture();
        for (int i = 1; i <= 1200; i++)
        {
            await fixture.AppendAsync(NewMessage($"m-{i}", sender: $"u{i % 3}", clientId: $"c{i}"));
        }

        LogWriter next = fixture.NewWriter();
        IReadOnlyList<PublishReceipt> receipts = await next.AppendAsync(
            [.. Enumerable.Range(1, 1200).Select(i => NewMessage(sender: $"u{i % 3}", clientId: $"c{i}"))]);

        receipts.ShouldAllBe(receipt => receipt.Duplicate);
        receipts.Select(receipt => receipt.MessageId).ShouldBe(Enumerable.Range(1, 1200).Select(i => $"m-{i}"));
        next.LastSeq.ShouldBe(1200);
    }
}
