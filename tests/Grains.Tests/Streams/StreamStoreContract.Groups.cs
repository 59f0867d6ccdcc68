using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Tests.Streams;

/// <content>Consumer groups.</content>
public abstract partial class StreamStoreContract
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(60);

    [Theory]
    [InlineData("0-0", "1-0 2-0 3-0 4-0")]
    [InlineData("2-0", "3-0 4-0")]
    [InlineData(null, "4-0")]
    [InlineData("9-0", "")]
    public async Task Group_BeginsBehindItsStart(string? start, string expected)
    {
        await PublishAsync("1-0", "2-0", "3-0");
        await Store.Value.CreateGroupAsync(Stream, Group, start is null ? null : Id(start));
        await PublishAsync("4-0");

        var taken = await TakeAsync("a");

        Ids(taken).ShouldBe(expected);
        taken.ShouldAllBe(entry => entry.DeliveryCount == 1);
        (await TakeAsync("a")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Group_MakesTheStream_AndExistsOnce()
    {
        await Store.Value.CreateGroupAsync(Stream, Group, null);

        (await RefusalAsync(async () => await Peer.CreateGroupAsync(Stream, Group, StreamId.Zero))).ShouldBe(RealtimeErrorCode.Conflict);
        (await Store.Value.GetInfoAsync(Stream)).ShouldSatisfyAllConditions(
            info => (info.Length, info.LastGeneratedId, info.Groups).ShouldBe((0, StreamId.Zero, 1)));
        await PublishAsync("1-0");
        Ids(await TakeAsync("a")).ShouldBe("1-0");
        (await Store.Value.DeleteGroupAsync(Stream, Group)).ShouldBeTrue();
        (await Store.Value.DeleteGroupAsync(Stream, Group)).ShouldBeFalse();
        (await Store.Value.DeleteGroupAsync("none", Group)).ShouldBeFalse();
        (await Store.Value.GetGroupsAsync(Stream)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Group_ThatDoesNotExist_IsNotFound(bool streamExists)
    {
        if (streamExists)
        {
            await PublishAsync("1-0");
        }

        (await RefusalAsync(() => TakeAsync("a"))).ShouldBe(RealtimeErrorCode.NotFound);
        (await RefusalAsync(() => TakeAsync("a", pendingAfter: "0-0"))).ShouldBe(RealtimeErrorCode.NotFound);
        (await RefusalAsync(() => TakeAsync("a", minIdle: Idle))).ShouldBe(RealtimeErrorCode.NotFound);
        (await RefusalAsync(() => PendingAsync())).ShouldBe(RealtimeErrorCode.NotFound);
        (await RefusalAsync(async () => await Store.Value.ClaimAsync(Stream, new GroupClaim(Group, "a", Idle), Plenty))).ShouldBe(RealtimeErrorCode.NotFound);
        (await Store.Value.AcknowledgeAsync(Stream, Group, [Id("1-0")])).ShouldBe(0);
        (await Store.Value.RemoveConsumerAsync(Stream, Group, "a")).ShouldBeFalse();
        (await Store.Value.DeleteGroupAsync(Stream, Group)).ShouldBeFalse();
    }

    [Fact]
    public async Task Consumers_ShareTheEntries_AndEachGroupGetsAll()
    {
        await Store.Value.CreateGroupAsync(Stream, Group, null);
        await Store.Value.CreateGroupAsync(Stream, "others", null);
        var ids = await PublishManyAsync(200);

        var shares = await Task.WhenAll(Enumerable.Range(0, 8).Select(consumer => Task.Run(async () =>
        {
            var share = new List<StreamId>();
            while (await (consumer % 2 == 0 ? Store.Value : Peer).ReadGroupAsync(Stream, new GroupRead(Group, $"c{consumer}", 3), Plenty) is { Length: > 0 } taken)
            {
                share.AddRange(taken.Select(entry => entry.Id));
            }

            return share;
        })));

        shares.SelectMany(share => share).Order().ShouldBe(ids);
        (await Store.Value.ReadGroupAsync(Stream, new GroupRead("others", "c", 1_000), Plenty)).Select(entry => entry.Id).ShouldBe(ids);
    }

    [Fact]
    public async Task Acknowledge_EndsWhatIsPending()
    {
        await Store.Value.CreateGroupAsync(Stream, Group, null);
        await PublishAsync("1-0", "2-0", "3-0", "4-0");
        await TakeAsync("a", count: 2);
        await TakeAsync("b", count: 1);

        var pending = await PendingAsync();
        (pending.Count, pending.MinId, pending.MaxId).ShouldBe((3, Id("1-0"), Id("3-0")));
        pending.Consumers.ShouldBe([new PendingConsumer("a", 2), new PendingConsumer("b", 1)]);
        pending.Entries.Select(entry => (entry.Id.ToString(), entry.Consumer, entry.DeliveryCount)).ShouldBe([("1-0", "a", 1), ("2-0", "a", 1), ("3-0", "b", 1)]);
        pending.Entries.ShouldAllBe(entry => entry.Idle >= TimeSpan.Zero && entry.Idle < TimeSpan.FromMinutes(5));

        (await Peer.AcknowledgeAsync(Stream, Group, [Id("2-0"), Id("3-0"), Id("2-0"), Id("4-0"), Id("9-0")])).ShouldBe(2);

        pending = await PendingAsync();
        (pending.Count, pending.MinId, pending.MaxId).ShouldBe((1, Id("1-0"), Id("1-0")));
        pending.Consumers.ShouldBe([new PendingConsumer("a", 1)]);
        (await Store.Value.AcknowledgeAsync(Stream, Group, [Id("1-0")])).ShouldBe(1);
        pending = await PendingAsync();
        (pending.Count, pending.MinId, pending.MaxId, pending.Consumers.Length, pending.Entries.Length).ShouldBe((0, null, null, 0, 0));
    }

    [Theory]
    [InlineData(null, "0-0", null, 9, "1-0 2-0 3-0 4-0")]
    [InlineData(null, "2-0", "3-0", 9, "2-0 3-0")]
    [InlineData(null, "0-0", null, 2, "1-0 2-0")]
    [InlineData("b", "0-0", null, 9, "2-0 3-0")]
    [InlineData("b", "3-0", null, 9, "3-0")]
    [InlineData("nobody", "0-0", null, 9, "")]
    [InlineData(null, "3-0", "2-0", 9, "")]
    public async Task Pending_ListsWhatWasAskedFor(string? consumer, string start, string? end, int count, string expected)
    {
        await Store.Value.CreateGroupAsync(Stream, Group, null);
        await PublishAsync("1-0", "2-0", "3-0", "4-0");
        await TakeAsync("a", count: 1);
        await TakeAsync("b", count: 2);
        await TakeAsync("a", count: 1);

        var pending = await PendingAsync(consumer, start, end, count);

        string.Join(' ', pending.Entries.Select(entry => entry.Id)).ShouldBe(expected);
        (pending.Count, pending.MinId, pending.MaxId).ShouldBe((4, Id("1-0"), Id("4-0")));
    }

    [Fact]
    public async Task ReadGroup_OfWhatIsPending_GoesOnWhereTheConsumerWas()
    {
        await Store.Value.CreateGroupAsync(Stream, Group, null);
        await PublishAsync("1-0", "2-0", "3-0", "4-0", "5-0");
        await TakeAsync("a", count: 2);
        await TakeAsync("b", count: 1);
        await TakeAsync("a", count: 1);

        var again = await TakeAsync("a", pendingAfter: "0-0", count: 2);
        Ids(again).ShouldBe("1-0 2-0");
        again.ShouldAllBe(entry => entry.DeliveryCount == 2);
        Ids(await TakeAsync("a", pendingAfter: "2-0")).ShouldBe("4-0");
        Ids(await TakeAsync("a", pendingAfter: "4-0")).ShouldBeEmpty();
        Ids(await TakeAsync("newcomer", pendingAfter: "0-0")).ShouldBeEmpty();
        Ids(await TakeAsync("a")).ShouldBe("5-0");
        (await PendingAsync()).Entries.Select(entry => entry.DeliveryCount).ShouldBe([2, 2, 1, 2, 1]);
    }

    [Fact]
    public async Task Claim_TakesOverWhatIsIdle_OldestFirst()
    {
        await Store.Value.CreateGroupAsync(Stream, Group, null);
        await PublishAsync("1-0", "2-0", "3-0", "4-0");
        await TakeAsync("dead", count: 3);
        (await Store.Value.ClaimAsync(Stream, new GroupClaim(Group, "b", TimeSpan.FromHours(1)), Plenty)).ShouldBeEmpty();
        await PassAsync(Idle);
        await TakeAsync("a");

        var claimed = await Peer.ClaimAsync(Stream, new GroupClaim(Group, "b", Idle, 2), Plenty);

        Ids(claimed).ShouldBe("1-0 2-0");
        claimed.ShouldAllBe(entry => entry.DeliveryCount == 2);
        (await PendingAsync()).Entries.Select(entry => (entry.Consumer, entry.DeliveryCount)).ShouldBe([("b", 2), ("b", 2), ("dead", 1), ("a", 1)]);
        Ids(await Store.Value.ClaimAsync(Stream, new GroupClaim(Group, "b", TimeSpan.Zero), Plenty)).ShouldBe("1-0 2-0 3-0 4-0");
        (await PendingAsync()).Consumers.ShouldBe([new PendingConsumer("b", 4)]);
    }

    [Fact]
    public async Task ReadGroup_WithMinIdle_TakesNewOnesFirstAndThenWhatIsIdle()
    {
        await Store.Value.CreateGroupAsync(Stream, Group, null);
        await PublishAsync("1-0", "2-0", "3-0", "4-0", "5-0");
        await TakeAsync("dead", count: 3);
        Ids(await TakeAsync("a", count: 1, minIdle: TimeSpan.FromHours(1))).ShouldBe("4-0");
        await PassAsync(Idle);

        var taken = await TakeAsync("b", count: 3, minIdle: Idle);

        Ids(taken).ShouldBe("5-0 1-0 2-0");
        taken.Select(entry => entry.DeliveryCount).ShouldBe([1, 2, 2]);
        Ids(await TakeAsync("b", minIdle: TimeSpan.FromHours(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task EntriesThatWereTrimmed_AreNoLongerPendingOnceTheyAreAskedFor()
    {
        await Store.Value.CreateGroupAsync(Stream, Group, null);
        await PublishAsync("1-0", "2-0", "3-0", "4-0", "5-0", "6-0");
        await TakeAsync("a", count: 3);
        await TakeAsync("b", count: 2);
        await Store.Value.TrimAsync(Stream, 2, approximate: false);
        (await PendingAsync()).Count.ShouldBe(5);

        Ids(await TakeAsync("a", pendingAfter: "1-0", count: 1)).ShouldBeEmpty();
        (await PendingAsync()).Entries.Select(entry => entry.Id.ToString()).ShouldBe(["1-0", "4-0", "5-0"]);
        await PassAsync(Idle);
        var taken = await TakeAsync("c", count: 2, minIdle: Idle);
        Ids(taken).ShouldBe("6-0 5-0");
        (await PendingAsync()).Entries.Select(entry => entry.Id.ToString()).ShouldBe(["5-0", "6-0"]);
        await Store.Value.TrimAsync(Stream, 0, approximate: false);
        Ids(await Store.Value.ClaimAsync(Stream, new GroupClaim(Group, "a", TimeSpan.Zero, 1), Plenty)).ShouldBeEmpty();
        (await PendingAsync()).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Consumer_IsRemovedOnlyWithNothingPending()
    {
        await Store.Value.CreateGroupAsync(Stream, Group, null);
        await PublishAsync("1-0");
        await TakeAsync("a");
        await TakeAsync("b");

        (await Store.Value.RemoveConsumerAsync(Stream, Group, "a")).ShouldBeFalse();
        (await Store.Value.RemoveConsumerAsync(Stream, Group, "b")).ShouldBeTrue();
        (await Store.Value.RemoveConsumerAsync(Stream, Group, "b")).ShouldBeFalse();
        (await Store.Value.GetGroupsAsync(Stream)).Single().Consumers.Select(consumer => consumer.Name).ShouldBe(["a"]);
        await Store.Value.AcknowledgeAsync(Stream, Group, [Id("1-0")]);
        (await Store.Value.RemoveConsumerAsync(Stream, Group, "a")).ShouldBeTrue();
        (await Store.Value.GetGroupsAsync(Stream)).Single().Consumers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Groups_TellTheirState()
    {
        await PublishAsync("1-0", "2-0", "3-0", "4-0");
        await Store.Value.CreateGroupAsync(Stream, "z", StreamId.Zero);
        await Store.Value.CreateGroupAsync(Stream, Group, StreamId.Zero);
        await Store.Value.CreateGroupAsync(Stream, "B", null);
        await TakeAsync("b", count: 2);
        await TakeAsync("a", count: 1);
        await Store.Value.AcknowledgeAsync(Stream, Group, [Id("3-0")]);

        var groups = await Peer.GetGroupsAsync(Stream);

        groups.Select(group => (group.Name, group.LastDeliveredId.ToString(), group.Lag, group.Pending)).ShouldBe([("B", "4-0", 0, 0), (Group, "3-0", 1, 2), ("z", "0-0", 4, 0)]);
        groups[1].EntriesRead.ShouldBe(3);
        groups[1].Consumers.Select(consumer => (consumer.Name, consumer.Pending)).ShouldBe([("a", 0), ("b", 2)]);
        groups[1].Consumers.ShouldAllBe(consumer => consumer.Idle >= TimeSpan.Zero && consumer.Idle < TimeSpan.FromMinutes(5));
    }
}
