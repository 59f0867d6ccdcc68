using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Tests.Streams;

/// <content>History, positions, trimming, state.</content>
public abstract partial class StreamStoreContract
{
    [Theory]
    [InlineData("0-0", null, 9, false, "1-0 2-0 2-1 3-0 5-0")]
    [InlineData("0-0", null, 9, true, "5-0 3-0 2-1 2-0 1-0")]
    [InlineData("2-0", "3-0", 9, false, "2-0 2-1 3-0")]
    [InlineData("2-0", "3-0", 9, true, "3-0 2-1 2-0")]
    [InlineData("2-0", "3-0", 2, false, "2-0 2-1")]
    [InlineData("2-0", "3-0", 2, true, "3-0 2-1")]
    [InlineData("2-1", "4-0", 9, false, "2-1 3-0")]
    [InlineData("4-0", "4-9", 9, false, "")]
    [InlineData("5-0", "1-0", 9, false, "")]
    [InlineData("5-0", "1-0", 9, true, "")]
    [InlineData("18446744073709551615-18446744073709551615", null, 9, false, "")]
    public async Task Range_AnswersWhatLiesBetweenTheIds(string start, string? end, int count, bool reverse, string expected)
    {
        await PublishAsync("1-0", "2-0", "2-1", "3-0", "5-0");

        Ids(await RangeAsync(start, end, count, reverse)).ShouldBe(expected);
    }

    [Fact]
    public async Task Range_OfAStreamThatDoesNotExist_IsEmptyAndCreatesNothing()
    {
        (await RangeAsync()).ShouldBeEmpty();
        (await ReadAsync("0-0")).ShouldSatisfyAllConditions(
            page => page.Entries.ShouldBeEmpty(),
            page => page.Position.ShouldBe(StreamId.Zero),
            page => page.Gap.ShouldBeFalse());
        (await ReadAsync(null)).Position.ShouldBe(StreamId.Zero);

        (await RefusalAsync(async () => await Store.Value.GetInfoAsync(Stream))).ShouldBe(RealtimeErrorCode.NotFound);
        (await RefusalAsync(async () => await Store.Value.GetGroupsAsync(Stream))).ShouldBe(RealtimeErrorCode.NotFound);
        (await Store.Value.DeleteAsync(Stream)).ShouldBeFalse();
        (await Store.Value.TrimAsync(Stream, 0, approximate: false)).ShouldBe(0);
    }

    [Fact]
    public async Task Reads_EndAtTheirBytesButNeverBeforeTheFirstEntry()
    {
        var messages = Enumerable.Range(1, 60).Select(i => new StreamMessage(Json('"' + new string('x', 998) + '"'), new StreamId((ulong)i, 0)));
        await PublishAsync(new StreamPublish([.. messages]));
        await Store.Value.CreateGroupAsync(Stream, Group, StreamId.Zero);

        (await RangeAsync(maxBytes: 25_999)).Length.ShouldBe(25);
        (await RangeAsync(maxBytes: 26_000, reverse: true)).Length.ShouldBe(26);
        Ids(await RangeAsync(maxBytes: 1)).ShouldBe("1-0");
        var page = await ReadAsync("10-0", maxBytes: 10_000);
        (page.Entries.Length, page.Position).ShouldBe((10, Id("20-0")));
        (await TakeAsync("a", maxBytes: 25_999)).Length.ShouldBe(25);
        Ids(await TakeAsync("a", maxBytes: 1)).ShouldBe("26-0");
        (await TakeAsync("a", pendingAfter: "0-0", maxBytes: 3_000)).Length.ShouldBe(3);
        (await Store.Value.ClaimAsync(Stream, new GroupClaim(Group, "b", TimeSpan.Zero, 10), 4_000)).Length.ShouldBe(4);
        (await TakeAsync("b", maxBytes: 40_000)).Length.ShouldBe(34);
        (await PendingAsync()).Count.ShouldBe(60);
    }

    [Fact]
    public async Task Read_GoesOnBehindItsPosition()
    {
        await PublishAsync("1-0", "2-0", "3-0");

        var page = await ReadAsync("0-0", count: 2);
        (Ids(page.Entries), page.Position, page.Gap).ShouldBe(("1-0 2-0", Id("2-0"), false));
        page = await ReadAsync("2-0");
        (Ids(page.Entries), page.Position, page.Gap).ShouldBe(("3-0", Id("3-0"), false));
        page = await ReadAsync("3-0");
        (Ids(page.Entries), page.Position, page.Gap).ShouldBe((string.Empty, Id("3-0"), false));
        page = await ReadAsync("1-5");
        (Ids(page.Entries), page.Position, page.Gap).ShouldBe(("2-0 3-0", Id("3-0"), false));
        page = await ReadAsync(null);
        (Ids(page.Entries), page.Position, page.Gap).ShouldBe((string.Empty, Id("3-0"), false));
    }

    [Fact]
    public async Task Read_BehindAPositionThatWasTrimmed_TellsTheGap()
    {
        await PublishAsync("1-0", "2-0", "3-0", "4-0");
        await Store.Value.TrimAsync(Stream, 2, approximate: false);

        var page = await ReadAsync("1-0");
        (Ids(page.Entries), page.Position, page.Gap).ShouldBe(("3-0 4-0", Id("4-0"), true));
        (await ReadAsync("3-0")).Gap.ShouldBeFalse();
        (await ReadAsync("0-0")).ShouldSatisfyAllConditions(
            beginning => beginning.Gap.ShouldBeFalse("who wants all that is there misses nothing"),
            beginning => Ids(beginning.Entries).ShouldBe("3-0 4-0"));

        await Store.Value.TrimAsync(Stream, 0, approximate: false);
        page = await ReadAsync("3-0");
        (Ids(page.Entries), page.Position, page.Gap).ShouldBe((string.Empty, Id("4-0"), true));
        page = await ReadAsync("4-0");
        (Ids(page.Entries), page.Position, page.Gap).ShouldBe((string.Empty, Id("4-0"), false));
    }

    [Fact]
    public async Task Read_BehindTheEndOfTheStream_TellsTheGapAndBeginsAnew()
    {
        var page = await ReadAsync("8-0");
        (Ids(page.Entries), page.Position, page.Gap).ShouldBe((string.Empty, StreamId.Zero, true));

        await PublishAsync("1-0", "2-0");
        page = await ReadAsync("8-0");
        (Ids(page.Entries), page.Position, page.Gap).ShouldBe(("1-0 2-0", Id("2-0"), true));

        await Store.Value.TrimAsync(Stream, 0, approximate: false);
        page = await ReadAsync("8-0");
        (Ids(page.Entries), page.Position, page.Gap).ShouldBe((string.Empty, Id("2-0"), true));
    }

    [Fact]
    public async Task Trim_Exactly_KeepsTheNewest()
    {
        var ids = await PublishManyAsync(350);

        (await Store.Value.TrimAsync(Stream, 7, approximate: false)).ShouldBe(343);
        (await Store.Value.TrimAsync(Stream, 7, approximate: false)).ShouldBe(0);

        (await RangeAsync()).Select(entry => entry.Id).ShouldBe(ids[^7..]);
        (await PublishManyAsync(1))[0].ShouldBeGreaterThan(ids[^1]);
    }

    [Fact]
    public async Task Trim_Approximately_KeepsAtLeastTheNewest()
    {
        var ids = await PublishManyAsync(350);

        var trimmed = await Store.Value.TrimAsync(Stream, 120, approximate: true);

        var left = await RangeAsync();
        left.Length.ShouldBe(350 - (int)trimmed);
        left.Length.ShouldBeInRange(120, 230);
        left.Select(entry => entry.Id).ShouldBe(ids[^left.Length..]);
    }

    [Fact]
    public async Task Info_TellsTheState()
    {
        await PublishAsync("1-0", "2-0", "3-0", "4-0");
        await Store.Value.TrimAsync(Stream, 3, approximate: false);
        await Store.Value.CreateGroupAsync(Stream, Group, null);

        var info = await Peer.GetInfoAsync(Stream);

        (info.Length, info.LastGeneratedId, info.EntriesAdded, info.Groups).ShouldBe((3, Id("4-0"), 4, 1));
        (info.FirstEntry!.Id, info.LastEntry!.Id, Text(info.LastEntry)).ShouldBe((Id("2-0"), Id("4-0"), "{\"n\":3}"));
        await Store.Value.TrimAsync(Stream, 0, approximate: false);
        info = await Store.Value.GetInfoAsync(Stream);
        (info.Length, info.LastGeneratedId, info.FirstEntry, info.LastEntry).ShouldBe((0, Id("4-0"), null, null));
    }

    [Fact]
    public async Task Delete_TakesEntriesAndGroups_AndTheNextBeginsAnew()
    {
        await PublishAsync("5-0");
        await Store.Value.CreateGroupAsync(Stream, Group, null);

        (await Peer.DeleteAsync(Stream)).ShouldBeTrue();
        (await Store.Value.DeleteAsync(Stream)).ShouldBeFalse();

        (await RangeAsync()).ShouldBeEmpty();
        (await RefusalAsync(() => TakeAsync("a"))).ShouldBe(RealtimeErrorCode.NotFound);
        await PublishAsync("1-0");
        (await Store.Value.GetInfoAsync(Stream)).ShouldSatisfyAllConditions(
            info => (info.Length, info.EntriesAdded, info.Groups).ShouldBe((1, 1, 0)));
    }
}
