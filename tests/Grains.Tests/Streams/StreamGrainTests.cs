using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Streams;

public sealed class StreamGrainTests
{
    [Fact]
    public async Task Publish_IsReadInOrder_ByteForByte()
    {
        await using var silos = await TestSilos.StartAsync();
        var stream = silos.Stream();
        var receipts = await stream.PublishAsync([SomeStream.Publish("1"), SomeStream.Publish("""{"n":9007199254740993}""", "[ 2 ]")]);
        receipts.Select(receipt => receipt.Ids.Length).ShouldBe([1, 2]);
        var ids = receipts.SelectMany(receipt => receipt.Ids).ToArray();
        ids.ShouldBe(ids.Order());
        var entries = await stream.RangeAsync(new(StreamId.Zero, StreamId.Max));
        entries.Select(entry => entry.Id).ShouldBe(ids);
        entries.Select(SomeStream.Text).ShouldBe(["1", """{"n":9007199254740993}""", "[ 2 ]"]);
        (await stream.RangeAsync(new(StreamId.Zero, StreamId.Max, 2, Reverse: true))).Select(entry => entry.Id).ShouldBe([ids[2], ids[1]]);
    }

    [Fact]
    public async Task Publish_WithAnIdThatIsNotGreater_IsRefusedAlone()
    {
        await using var silos = await TestSilos.StartAsync();
        var receipts = await silos.Stream().PublishAsync([SomeStream.Own(5, 1), SomeStream.Own(5, 1), SomeStream.Own(6, 0)]);
        receipts.Select(receipt => receipt.Error).ShouldBe([RealtimeErrorCode.None, RealtimeErrorCode.Conflict, RealtimeErrorCode.None]);
        (await silos.Stream().GetInfoAsync()).LastGeneratedId.ShouldBe(new(6, 0));
    }

    [Fact]
    public async Task Publish_AgainUnderItsKey_AddsNothing()
    {
        await using var silos = await TestSilos.StartAsync();
        var publish = SomeStream.Publish("1") with { IdempotencyKey = "k" };
        var first = (await silos.Stream().PublishAsync([publish])).Single();
        var second = (await silos.Stream().PublishAsync([publish])).Single();
        second.Duplicate.ShouldBeTrue();
        second.Ids.ShouldBe(first.Ids);
        (await silos.Stream().GetInfoAsync()).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Publish_FromManyAtOnce_KeepsEachCallsOrder()
    {
        await using var silos = await TestSilos.StartAsync();
        var stream = silos.Stream();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => stream.PublishAsync([SomeStream.Publish($"{i}", $"{i}")])));
        receipts.ShouldAllBe(receipt => receipt.Single().Ids.Length == 2);
        var entries = await stream.RangeAsync(new(StreamId.Zero, StreamId.Max, 1_000));
        entries.Length.ShouldBe(400);
        entries.Chunk(2).ShouldAllBe(pair => SomeStream.Text(pair[0]) == SomeStream.Text(pair[1]));
        receipts.SelectMany(receipt => receipt[0].Ids).Order().ShouldBe(entries.Select(entry => entry.Id));
    }

    [Fact]
    public async Task Read_FromTheEnd_HearsWhatIsPublishedLater()
    {
        await using var silos = await TestSilos.StartAsync();
        var stream = silos.Stream();
        await stream.PublishAsync([SomeStream.Publish("before")]);
        var end = await stream.ReadAsync(new(After: null));
        end.Entries.ShouldBeEmpty();
        var reading = stream.ReadAsync(new(end.Position, Wait: TimeSpan.FromMinutes(1)));
        await stream.PublishAsync([SomeStream.Publish("after")]);
        var page = await reading;
        page.Entries.Select(SomeStream.Text).ShouldBe(["after"]);
        page.Position.ShouldBe(page.Entries[0].Id);
        page.Gap.ShouldBeFalse();
    }

    [Fact]
    public async Task Read_BehindATrimmedPosition_SaysSo()
    {
        await using var silos = await TestSilos.StartAsync();
        var stream = silos.Stream();
        var first = (await stream.PublishAsync([SomeStream.Publish("1", "2", "3", "4")]))[0].Ids[0];
        (await stream.TrimAsync(1, approximate: false)).ShouldBe(3);
        var page = await stream.ReadAsync(new(first));
        page.Gap.ShouldBeTrue();
        page.Entries.Select(SomeStream.Text).ShouldBe(["4"]);
    }

    [Fact]
    public async Task AGroup_SharesEntriesOut_AndTheyStayPendingUntilAcknowledged()
    {
        await using var silos = await TestSilos.StartAsync();
        var stream = silos.Stream();
        await stream.CreateGroupAsync("g", StreamId.Zero);
        (await Should.ThrowAsync<RealtimeException>(() => stream.CreateGroupAsync("g", start: null))).Code.ShouldBe(RealtimeErrorCode.Conflict);
        await stream.PublishAsync([SomeStream.Publish("1", "2", "3")]);
        var one = await stream.ReadGroupAsync(new("g", "one", 2));
        var two = await stream.ReadGroupAsync(new("g", "two", 2));
        one.Concat(two).Select(SomeStream.Text).ShouldBe(["1", "2", "3"]);
        one.ShouldAllBe(entry => entry.DeliveryCount == 1);
        (await stream.AcknowledgeAsync("g", [one[0].Id, two[0].Id, new(1, 1)])).ShouldBe(2);
        var pending = await stream.GetPendingAsync(new("g", StreamId.Zero, StreamId.Max));
        pending.Count.ShouldBe(1);
        pending.Entries.Single().ShouldBe(new(one[1].Id, "one", TimeSpan.Zero, 1));
        (await stream.ReadGroupAsync(new("g", "one", PendingAfter: StreamId.Zero))).Single().Id.ShouldBe(one[1].Id);
        silos.Clock.Advance(TimeSpan.FromSeconds(30));
        var claimed = await stream.ClaimAsync(new("g", "two", TimeSpan.FromSeconds(20)));
        claimed.Single().DeliveryCount.ShouldBe(3);
        (await stream.RemoveConsumerAsync("g", "two")).ShouldBeFalse();
        (await stream.RemoveConsumerAsync("g", "one")).ShouldBeTrue();
        (await stream.GetGroupsAsync()).Single().Consumers.Single().Pending.ShouldBe(1);
        (await stream.DeleteGroupAsync("g")).ShouldBeTrue();
        (await stream.DeleteAsync()).ShouldBeTrue();
        (await Should.ThrowAsync<RealtimeException>(stream.GetInfoAsync)).Code.ShouldBe(RealtimeErrorCode.NotFound);
    }

    [Fact]
    public async Task WhatIsOutOfRange_IsRefusedInWords()
    {
        await using var silos = await TestSilos.StartAsync("Messages:MaxBytes=2000");
        var stream = silos.Stream();
        (string Words, Func<Task> Call)[] refused =
        [
            ("1 to 1000 publishes", () => stream.PublishAsync([])),
            ("1 to 1000 messages", () => stream.PublishAsync([new StreamPublish([])])),
            ("1 to 256 characters", () => stream.PublishAsync([SomeStream.Publish("1") with { IdempotencyKey = new('k', 257) }])),
            ("needs data", () => stream.PublishAsync([SomeStream.Publish("")])),
            ("at least 0-1", () => stream.PublishAsync([SomeStream.Own(0, 0)])),
            ("count is 0", () => stream.RangeAsync(new(StreamId.Zero, StreamId.Max, 0))),
            ("count is 1001", () => stream.ReadAsync(new(StreamId.Zero, 1_001))),
            ("wait is not negative", () => stream.ReadAsync(new(StreamId.Zero, 1, TimeSpan.FromSeconds(-1)))),
            ("name of a group", () => stream.CreateGroupAsync("a b", start: null)),
            ("name of a consumer", () => stream.ReadGroupAsync(new("g", ""))),
            ("at least 1 millisecond", () => stream.ReadGroupAsync(new("g", "c", MinIdle: TimeSpan.Zero))),
            ("1 to 1000 entries", () => stream.AcknowledgeAsync("g", [])),
            ("not negative", () => stream.ClaimAsync(new("g", "c", TimeSpan.FromTicks(-1)))),
            ("not negative", () => stream.TrimAsync(-1, approximate: true)),
            ("name of a stream", () => silos.Client.GetGrain<IStreamGrain>("a b").GetInfoAsync()),
        ];
        foreach (var (words, call) in refused)
        {
            var refusal = await Should.ThrowAsync<RealtimeException>(call);
            refusal.Code.ShouldBe(RealtimeErrorCode.BadRequest, words);
            refusal.Message.ShouldContain(words);
        }

        var large = await Should.ThrowAsync<RealtimeException>(() => stream.PublishAsync([SomeStream.Publish(new string('1', 2_001))]));
        large.Code.ShouldBe(RealtimeErrorCode.TooLarge);
        (await Should.ThrowAsync<RealtimeException>(() => stream.ReadGroupAsync(new("none", "c", Wait: TimeSpan.FromSeconds(1))))).Code.ShouldBe(RealtimeErrorCode.NotFound);
    }

    [Fact]
    public async Task WhileStorageIsAway_EverybodyIsToldAtOnce_AndNothingIsDone()
    {
        await using var silos = await TestSilos.StartAsync();
        var stream = silos.Stream();
        silos.StorageIsDown = true;
        Func<Task>[] calls =
        [
            () => stream.PublishAsync([SomeStream.Publish("1")]),
            () => stream.ReadAsync(new(StreamId.Zero, Wait: TimeSpan.FromSeconds(3))),
            () => stream.ReadGroupAsync(new("g", "c", Wait: TimeSpan.FromSeconds(3))),
            () => stream.CreateGroupAsync("g", start: null),
            () => stream.AcknowledgeAsync("g", [new(1, 1)]),
        ];
        foreach (var call in calls)
        {
            (await Should.ThrowAsync<RealtimeException>(call)).Code.ShouldBe(RealtimeErrorCode.Unavailable);
        }

        silos.StorageIsDown = false;
        (await stream.RangeAsync(new(StreamId.Zero, StreamId.Max))).ShouldBeEmpty();
    }

    [Fact]
    public async Task AStreamInUse_IsTrimmedOnItsInterval_WhoeverWroteToIt()
    {
        await using var silos = await TestSilos.StartAsync("Streams:MaxLength=10", "Streams:TrimInterval=00:00:30");
        var stream = silos.Stream();
        await stream.PublishAsync([SomeStream.Publish("1")]);
        await silos.Streams.PublishAsync("s", [SomeStream.Publish([.. Enumerable.Repeat("2", 50)])], maxLength: 0, TimeSpan.FromSeconds(1));
        (await stream.GetInfoAsync()).Length.ShouldBe(51);
        silos.Clock.Advance(TimeSpan.FromSeconds(31));
        (await Eventually.IsAsync(stream.GetInfoAsync, info => info.Length == 10)).Length.ShouldBe(10);
    }

    [Fact]
    public async Task AConsumerThatAsksForNothing_LeavesTheList_UnlessSomethingIsPendingForIt()
    {
        await using var silos = await TestSilos.StartAsync("Streams:ConsumerExpiry=00:05:00");
        var stream = silos.Stream();
        await stream.PublishAsync([SomeStream.Publish("1")]);
        await stream.CreateGroupAsync("g", StreamId.Zero);
        await stream.ReadGroupAsync(new("g", "busy"));
        await stream.ReadGroupAsync(new("g", "gone"));
        for (var minute = 0; minute < 4; minute++)
        {
            silos.Clock.Advance(TimeSpan.FromMinutes(1));
            await stream.ReadGroupAsync(new("g", "asking"));
        }

        (await ConsumersAsync()).ShouldBe(["asking", "busy", "gone"]);
        silos.Clock.Advance(TimeSpan.FromMinutes(2));

        // A timer whose turn was not over when the clock went on is due only later.
        (await Eventually.IsAsync(LaterAsync, consumers => consumers.Length == 2)).ShouldBe(["asking", "busy"]);

        async Task<string[]> LaterAsync()
        {
            silos.Clock.Advance(TimeSpan.FromSeconds(30));
            await stream.ReadGroupAsync(new("g", "asking"));
            return await ConsumersAsync();
        }

        async Task<string[]> ConsumersAsync() => [.. (await stream.GetGroupsAsync()).Single().Consumers.Select(consumer => consumer.Name).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task AnActivation_HasNothingToHandOver_ToTheNext()
    {
        await using var silos = await TestSilos.StartAsync(2, clock: null);
        var stream = silos.Stream();
        var before = (await stream.PublishAsync([SomeStream.Publish("1") with { IdempotencyKey = "k" }])).Single();
        await stream.CreateGroupAsync("g", StreamId.Zero);
        (await stream.ReadGroupAsync(new("g", "c"))).Length.ShouldBe(1);
        await silos.StopAsync(silos.HostOf("stream"));
        var after = (await stream.PublishAsync([SomeStream.Publish("1") with { IdempotencyKey = "k" }])).Single();
        after.Duplicate.ShouldBeTrue();
        after.Ids.ShouldBe(before.Ids);
        (await stream.ReadGroupAsync(new("g", "c", PendingAfter: StreamId.Zero))).Single().Id.ShouldBe(before.Ids[0]);
    }
}
