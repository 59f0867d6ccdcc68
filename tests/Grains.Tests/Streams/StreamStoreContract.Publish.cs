using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Tests.Streams;

/// <content>What comes in: ids, bytes, repetitions, bounds.</content>
public abstract partial class StreamStoreContract
{
    [Fact]
    public async Task Publish_WithoutIds_MakesThemByTheClockAndAscending()
    {
        var before = Now.ToUnixTimeMilliseconds();
        var first = await PublishManyAsync(3);
        var second = await PublishManyAsync(1);

        StreamId[] all = [.. first, .. second];
        all.ShouldBe(all.Order());
        all.Distinct().Count().ShouldBe(4);
        ((long)first[0].Milliseconds).ShouldBeInRange(before, Now.ToUnixTimeMilliseconds());
        var entries = await RangeAsync();
        entries.Select(entry => entry.Id).ShouldBe(all);
        entries.Select(entry => entry.TimestampMs).ShouldBe(all.Select(id => (long)id.Milliseconds));
        entries.Select(Text).ShouldBe(["{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":0}"]);
        entries.ShouldAllBe(entry => entry.DeliveryCount == 0);
    }

    [Fact]
    public async Task Publish_WithOwnIds_TakesThem_AndTellsWhenItDid()
    {
        var before = Now.ToUnixTimeMilliseconds();
        (await PublishAsync("5-1", "5-2", "7-0")).ShouldBe([Id("5-1"), Id("5-2"), Id("7-0")]);

        (await RangeAsync()).ShouldAllBe(entry => entry.TimestampMs >= before && entry.TimestampMs <= Now.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData("0-0")]
    [InlineData("5-1")]
    [InlineData("5-0")]
    [InlineData("4-9")]
    [InlineData("6-0 6-0")]
    [InlineData("6-0 5-9")]
    [InlineData("6-0 * 6-0")]
    [InlineData("6-0 * 7-0")]
    public async Task Publish_WithAnIdThatIsNotGreater_AddsNothingOfIt(string ids)
    {
        await PublishAsync("5-1");

        var receipts = await Store.Value.PublishAsync(Stream, [Of("5-2"), Of(ids.Split(' ')), Of("5-3")], 0, Window);

        receipts.Select(receipt => receipt.Error).ShouldBe([RealtimeErrorCode.None, RealtimeErrorCode.Conflict, RealtimeErrorCode.None]);
        receipts[1].Ids.ShouldBeEmpty();
        receipts[1].ErrorMessage.ShouldNotBeNullOrEmpty();
        Ids(await RangeAsync()).ShouldBe("5-1 5-2 5-3");
    }

    [Theory]
    [InlineData("18446744073709551615-18446744073709551614", "*", "18446744073709551615-18446744073709551615")]
    [InlineData("9007199254740993-0", "* *", "9007199254740993-1 9007199254740993-2")]
    [InlineData("9007199254740993-9007199254740992", "9007199254740993-9007199254740993", "9007199254740993-9007199254740993")]
    [InlineData("9223372036854775808-18446744073709551615", "* *", "9223372036854775809-0 9223372036854775809-1")]
    [InlineData("18446744073709551614-18446744073709551615", "* *", "18446744073709551615-0 18446744073709551615-1")]
    [InlineData("9999999999999-99", "9999999999999-100 *", "9999999999999-100 9999999999999-101")]
    [InlineData("9999999999999-9", "* 10000000000000-0 * 10000000000000-2", "9999999999999-10 10000000000000-0 10000000000000-1 10000000000000-2")]
    [InlineData("9007199254740999-999", "9007199254740999-1999 *", "9007199254740999-1999 9007199254740999-2000")]
    public async Task Publish_KnowsAllSixtyFourBits(string last, string ids, string expected)
    {
        await PublishAsync(last);

        string.Join(' ', await PublishAsync(ids.Split(' '))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("18446744073709551615-18446744073709551615", "*")]
    [InlineData("18446744073709551615-18446744073709551614", "* *")]
    [InlineData("18446744073709551615-18446744073709551614", "18446744073709551615-18446744073709551615 *")]
    [InlineData("9007199254740993-9007199254740993", "9007199254740993-9007199254740992")]
    [InlineData("9007199254740993-0", "9007199254740992-0")]
    public async Task Publish_WhereNoGreaterIdIsLeft_IsAConflict(string last, string ids)
    {
        await PublishAsync(last);

        (await PublishAsync(Of(ids.Split(' ')))).Error.ShouldBe(RealtimeErrorCode.Conflict);

        Ids(await RangeAsync()).ShouldBe(last);
    }

    [Fact]
    public async Task Publish_WhenTheLastIdIsAheadOfTheClock_GoesOnBehindIt()
    {
        await PublishAsync("9007199254740993-7");

        (await PublishManyAsync(2)).ShouldBe([Id("9007199254740993-8"), Id("9007199254740993-9")]);
    }

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("-0.1e-400")]
    [InlineData(" \t\r\n{ \"a\" :\t[ 1.10, 12345678901234567890123 ] } \n")]
    [InlineData("\"\"")]
    [InlineData("\"\\u0000\\ud83d\\ude00 é 漢\"")]
    [InlineData("{\"encoding\":\"gzip\",\"a\":1,\"a\":2}")]
    [InlineData("null")]
    public async Task Data_PassesByteForByte(string json)
    {
        await PublishAsync(new StreamPublish([new StreamMessage(Json(json))]));

        Text((await RangeAsync()).Single()).ShouldBe(json);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(1_000_000)]
    [InlineData(3_000_000)]
    public async Task BigData_PassesByteForByte(int length)
    {
        byte[] even = Json('"' + new string('x', length) + '"');
        byte[] uneven = Json('"' + Convert.ToBase64String(Some(length)) + '"');
        await PublishAsync(new StreamPublish([new StreamMessage(even), new StreamMessage(uneven)]));
        await Store.Value.CreateGroupAsync(Stream, Group, StreamId.Zero);

        (await RangeAsync(maxBytes: int.MaxValue)).Select(entry => entry.Data).ShouldBe([even, uneven]);
        (await ReadAsync("0-0", maxBytes: int.MaxValue)).Entries.Select(entry => entry.Data).ShouldBe([even, uneven]);
        (await TakeAsync("a", maxBytes: int.MaxValue)).Select(entry => entry.Data).ShouldBe([even, uneven]);
        (await TakeAsync("a", pendingAfter: "0-0", maxBytes: int.MaxValue)).Select(entry => entry.Data).ShouldBe([even, uneven]);
    }

    [Fact]
    public async Task Publish_RepeatedWithItsKey_AddsNothingAndGetsTheFirstReceipt()
    {
        var publish = Of("5-0", "*", "*") with { IdempotencyKey = "u1 {braces} é" };
        var first = await PublishAsync(publish);
        await PublishAsync("*");

        var again = (await Peer.PublishAsync(Stream, [publish, Of("*"), publish], 0, Window)).ToArray();

        again.Select(receipt => receipt.Duplicate).ShouldBe([true, false, true]);
        again[0].Ids.ShouldBe(first.Ids);
        again[2].Ids.ShouldBe(first.Ids);
        (await RangeAsync()).Length.ShouldBe(5);
        (await PublishAsync(Of("*") with { IdempotencyKey = "another" })).Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Publish_RepeatedInOneCall_IsAddedOnce()
    {
        var publish = Of("*", "*") with { IdempotencyKey = "k" };

        var receipts = await Store.Value.PublishAsync(Stream, [publish, publish], 0, Window);

        receipts.Select(receipt => receipt.Duplicate).ShouldBe([false, true]);
        receipts[1].Ids.ShouldBe(receipts[0].Ids);
        (await RangeAsync()).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Publish_RepeatedByManyAtOnce_IsAddedOnce()
    {
        var publish = Of([.. Enumerable.Repeat("*", 500)]) with { IdempotencyKey = "k" };

        var receipts = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
            (await (i % 2 == 0 ? Store.Value : Peer).PublishAsync(Stream, [publish], 0, Window)).Single())));

        receipts.Count(receipt => !receipt.Duplicate).ShouldBe(1);
        receipts.ShouldAllBe(receipt => receipt.Ids.SequenceEqual(receipts[0].Ids));
        (await RangeAsync()).Length.ShouldBe(500);
    }

    [Fact]
    public async Task Publish_ThatWasRefused_IsNotRememberedByItsKey()
    {
        await PublishAsync("5-0");
        (await PublishAsync(Of("4-0") with { IdempotencyKey = "k" })).Error.ShouldBe(RealtimeErrorCode.Conflict);

        (await PublishAsync(Of("6-0") with { IdempotencyKey = "k" })).ShouldSatisfyAllConditions(
            receipt => receipt.Duplicate.ShouldBeFalse(),
            receipt => receipt.Error.ShouldBe(RealtimeErrorCode.None));
    }

    [Fact]
    public async Task Publish_IsForgottenAfterTheWindow()
    {
        var publish = Of("*") with { IdempotencyKey = "k" };
        await PublishAsync(publish, window: TimeSpan.FromSeconds(1));
        await PassAsync(TimeSpan.FromSeconds(1.05));

        (await PublishAsync(publish)).Duplicate.ShouldBeFalse();
        (await PublishAsync(publish)).Duplicate.ShouldBeTrue();
    }

    [Fact]
    public async Task Publish_TrimsApproximately()
    {
        for (var i = 0; i < 6; i++)
        {
            await PublishAsync(Of([.. Enumerable.Repeat("*", 100)]), maxLength: 150);
        }

        var length = (await Store.Value.GetInfoAsync(Stream)).Length;
        length.ShouldBeInRange(150, 260);
        (await RangeAsync()).Length.ShouldBe((int)length);
    }

    [Fact]
    public async Task Publish_ByManyAtOnce_LosesNothingAndKeepsEachOnesOrder()
    {
        var published = await Task.WhenAll(Enumerable.Range(0, 8).Select(publisher => Task.Run(async () =>
        {
            var ids = new List<StreamId>();
            for (var i = 0; i < 40; i++)
            {
                var message = new StreamMessage(Json($"\"{publisher}-{i}\""));
                ids.AddRange((await (publisher % 2 == 0 ? Store.Value : Peer).PublishAsync(Stream, [new StreamPublish([message, message])], 0, Window)).Single().Ids);
            }

            return ids;
        })));

        var all = await RangeAsync();
        all.Select(entry => entry.Id).ShouldBe(published.SelectMany(ids => ids).Order());
        for (var publisher = 0; publisher < 8; publisher++)
        {
            published[publisher].ShouldBe(published[publisher].Order());
            all.Select(Text).Where(text => text.StartsWith($"\"{publisher}-", StringComparison.Ordinal))
                .ShouldBe(Enumerable.Range(0, 80).Select(i => $"\"{publisher}-{i / 2}\""));
        }
    }

    [Fact]
    public async Task Calls_WhenCancelledBeforehand_DoNothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.Value.PublishAsync(Stream, [Of("*")], 0, Window, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.Value.CreateGroupAsync(Stream, Group, null, cancelled));
        (await RefusalAsync(async () => await Store.Value.GetInfoAsync(Stream))).ShouldBe(RealtimeErrorCode.NotFound);
    }

    private static byte[] Some(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
