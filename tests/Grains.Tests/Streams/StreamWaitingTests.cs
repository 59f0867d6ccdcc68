using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Streams;

namespace Orleans.Realtime.Grains.Tests.Streams;

public sealed class StreamWaitingTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxWait = new StreamOptions().MaxWait;

    [Fact]
    public async Task AWait_EndsWithItsTime_AndNotBefore()
    {
        using var rig = new WaitingRig();
        var one = rig.ReadAsync(StreamId.Zero, TimeSpan.FromSeconds(1));
        var two = rig.ReadAsync(StreamId.Zero, TimeSpan.FromSeconds(2));
        var cut = rig.ReadAsync(StreamId.Zero, Long);
        await rig.UntilWaiting(3);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(990));
        await rig.Run(_ => { });
        one.IsCompleted.ShouldBeFalse();
        rig.Clock.Advance(TimeSpan.FromMilliseconds(40));
        (await one).ShouldBe(new StreamPage([], StreamId.Zero));
        await rig.UntilWaiting(2);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await two;
        rig.Clock.Advance(MaxWait - TimeSpan.FromSeconds(2));
        await cut;
        await rig.UntilWaiting(0);
    }

    [Fact]
    public async Task AReadWithoutWait_IsAnsweredAtOnce()
    {
        using var rig = new WaitingRig();
        (await rig.ReadAsync(new(7, 7), TimeSpan.Zero)).Gap.ShouldBeTrue("no stream ends there");
        (await rig.ReadAsync(StreamId.Zero, TimeSpan.Zero)).Entries.ShouldBeEmpty();
        await rig.UntilWaiting(0);
    }

    [Fact]
    public async Task ReadersAtOnePosition_ShareOneRead_AndEachGetsItsCount()
    {
        using var rig = new WaitingRig();
        var readers = Enumerable.Range(1, 50).Select(count => rig.ReadAsync(StreamId.Zero, Long, count)).ToArray();
        await rig.UntilWaiting(50);
        var before = rig.Count("ReadAsync");
        var last = await rig.AddAsync("1", "2", "3");
        var pages = await Task.WhenAll(readers);
        pages.Select(page => page.Entries.Length).ShouldBe([1, 2, .. Enumerable.Repeat(3, 48)]);
        pages[0].Position.ShouldBe(pages[1].Entries[0].Id);
        pages[^1].Position.ShouldBe(last);
        (rig.Count("ReadAsync") - before).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task WhatIsAdded_WhileAnAnswerWithNothingIsUnderWay_IsNotMissed()
    {
        using var rig = new WaitingRig();
        await rig.Store.CreateGroupAsync("s", "g", StreamId.Zero);
        var (held, asked) = (new TaskCompletionSource(), 0);
        rig.OnAnswer = _ => Interlocked.Increment(ref asked) <= 2 ? held.Task : Task.CompletedTask;
        var reading = rig.ReadAsync(StreamId.Zero, Long);
        var consuming = rig.ReadGroupAsync("c", Long);
        await rig.Until(_ => Volatile.Read(ref asked) == 2);
        var added = await rig.AddAsync("1");
        held.SetResult();
        (await reading).Position.ShouldBe(added);
        (await consuming).Single().Id.ShouldBe(added);
    }

    [Fact]
    public async Task TheStoreIsWatched_OnlyWhileSomebodyWaits_AndALittleLonger()
    {
        using var rig = new WaitingRig();
        await rig.Until(waiting => !waiting.IsWatching);
        var reading = rig.ReadAsync(StreamId.Zero, Long);
        await rig.UntilWaiting(1);
        await rig.Until(waiting => waiting.IsWatching);
        await rig.AddAsync("1");
        await reading;
        await rig.Until(waiting => waiting.IsWatching);
        rig.Clock.Advance(MaxWait + TimeSpan.FromMilliseconds(50));
        await rig.Until(waiting => !waiting.IsWatching);
        rig.Clock.ActiveTimers.ShouldBe(0);
    }

    [Fact]
    public async Task MoreThanMayWait_AreAnsweredAtOnce()
    {
        using var rig = new WaitingRig(new() { MaxWaiting = 2 });
        var waiting = new[] { rig.ReadAsync(StreamId.Zero, Long), rig.ReadAsync(StreamId.Zero, Long) };
        await rig.UntilWaiting(2);
        (await rig.ReadAsync(StreamId.Zero, Long)).Entries.ShouldBeEmpty();
        await rig.Store.CreateGroupAsync("s", "g", StreamId.Zero);
        (await rig.ReadGroupAsync("c", Long)).ShouldBeEmpty();
        waiting.ShouldAllBe(read => !read.IsCompleted);
    }

    [Fact]
    public async Task ConsumersThatWait_AreServedInTheOrderOfTheirComing_AndDoNotAllAskForOneEntry()
    {
        using var rig = new WaitingRig();
        await rig.Store.CreateGroupAsync("s", "g", StreamId.Zero);
        var consumers = new List<Task<StreamEntry[]>>();
        for (var i = 0; i < 100; i++)
        {
            consumers.Add(rig.ReadGroupAsync($"c{i}", Long, count: 1));
            await rig.UntilWaiting(i + 1);
        }

        var before = rig.Count("ReadGroupAsync");
        await rig.AddAsync("1");
        (await consumers[0]).Single().DeliveryCount.ShouldBe(1);
        await rig.UntilWaiting(99);
        await rig.AddAsync("2", "3");
        await Task.WhenAll(consumers[1], consumers[2]);
        await rig.UntilWaiting(97);
        consumers.Skip(3).ShouldAllBe(consumer => !consumer.IsCompleted);
        (rig.Count("ReadGroupAsync") - before).ShouldBeLessThanOrEqualTo(7, "an entry, or nothing, for each question");
    }

    [Fact]
    public async Task AConsumerThatComesWhileOthersWait_StandsBehindThem()
    {
        using var rig = new WaitingRig();
        await rig.Store.CreateGroupAsync("s", "g", StreamId.Zero);
        var first = rig.ReadGroupAsync("c1", Long);
        await rig.UntilWaiting(1);
        var held = new TaskCompletionSource();
        rig.OnCall = call => held.Task;
        await rig.AddAsync("1");
        var second = rig.ReadGroupAsync("c2", Long);
        await rig.Until(_ => rig.Count("ReadGroupAsync") == 3);
        held.SetResult();
        (await first).Length.ShouldBe(1);
        await rig.UntilWaiting(1);
        second.IsCompleted.ShouldBeFalse();
        rig.Clock.Advance(MaxWait + TimeSpan.FromMilliseconds(50));
        (await second).ShouldBeEmpty();
    }

    [Fact]
    public async Task AConsumerThatIsFirst_TakesOverWhatOthersLeft()
    {
        using var rig = new WaitingRig();
        await rig.Store.CreateGroupAsync("s", "g", StreamId.Zero);
        await rig.AddAsync("1");
        await rig.ReadGroupAsync("lost", TimeSpan.Zero);
        rig.Clock.Advance(TimeSpan.FromSeconds(31));
        var taken = await rig.Run(waiting => waiting.ReadGroupAsync(new("g", "c", 10, Long, MinIdle: TimeSpan.FromSeconds(30)), default));
        taken.Single().DeliveryCount.ShouldBe(2);
    }

    [Fact]
    public async Task WhileStorageIsAway_WhoWaitsStays_AndIsServedWhenItIsBack()
    {
        using var rig = new WaitingRig();
        await rig.Store.CreateGroupAsync("s", "g", StreamId.Zero);
        var reading = rig.ReadAsync(StreamId.Zero, Long);
        var consuming = rig.ReadGroupAsync("c", Long);
        await rig.UntilWaiting(2);
        rig.OnCall = _ => throw new LogUnavailableException("away");
        await rig.AddAsync("1");
        (await Should.ThrowAsync<RealtimeException>(() => rig.ReadAsync(StreamId.Zero, Long))).Code.ShouldBe(RealtimeErrorCode.Unavailable);
        (await Should.ThrowAsync<RealtimeException>(() => rig.ReadGroupAsync("other", Long))).Code.ShouldBe(RealtimeErrorCode.Unavailable);
        reading.IsCompleted.ShouldBeFalse();
        consuming.IsCompleted.ShouldBeFalse();
        rig.OnCall = null;
        rig.Clock.Advance(TimeSpan.FromMilliseconds(250));
        (await reading).Entries.Length.ShouldBe(1);
        (await consuming).Length.ShouldBe(1);
    }

    [Fact]
    public async Task WhileStorageIsAway_WhoWaitsIsAnsweredWithNothing_WhenTheTimeIsOver()
    {
        using var rig = new WaitingRig();
        var reading = rig.ReadAsync(StreamId.Zero, Long);
        await rig.UntilWaiting(1);
        rig.OnCall = _ => throw new LogUnavailableException("away");
        await rig.Run(waiting => waiting.Wake());
        rig.Clock.Advance(MaxWait + TimeSpan.FromMilliseconds(50));
        (await reading).Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task AConsumerOfWhomItIsUnknownWhatItGot_IsTold_SoThatItLooks()
    {
        using var rig = new WaitingRig();
        await rig.Store.CreateGroupAsync("s", "g", StreamId.Zero);
        var first = rig.ReadGroupAsync("c1", Long);
        await rig.UntilWaiting(1);
        var second = rig.ReadGroupAsync("c2", Long);
        await rig.UntilWaiting(2);
        var once = 0;
        rig.OnCall = call => Interlocked.Increment(ref once) == 1 ? throw new TimeoutException("slow") : Task.CompletedTask;
        await rig.AddAsync("1");
        (await Should.ThrowAsync<RealtimeException>(() => first)).Code.ShouldBe(RealtimeErrorCode.Timeout);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(250));
        (await second).Length.ShouldBe(1);
    }

    [Fact]
    public async Task AStoreThatDoesNotAnswer_IsGivenUp()
    {
        using var rig = new WaitingRig();
        rig.OnCall = _ => new TaskCompletionSource().Task;
        var reading = rig.ReadAsync(StreamId.Zero, TimeSpan.Zero);
        await rig.Until(_ => rig.Clock.ActiveTimers > 0);
        rig.Clock.Advance(TimeSpan.FromSeconds(6));
        (await Should.ThrowAsync<RealtimeException>(() => reading)).Code.ShouldBe(RealtimeErrorCode.Timeout);
    }

    [Fact]
    public async Task WhoGoesAway_IsForgotten_AndGetsNothing()
    {
        using var rig = new WaitingRig();
        using var left = new CancellationTokenSource();
        await rig.Store.CreateGroupAsync("s", "g", StreamId.Zero);
        var gone = rig.ReadGroupAsync("gone", Long, cancellationToken: left.Token);
        var read = rig.ReadAsync(StreamId.Zero, Long, cancellationToken: left.Token);
        await rig.UntilWaiting(2);
        await left.CancelAsync();
        (await gone).ShouldBeEmpty();
        (await read).Entries.ShouldBeEmpty();
        await rig.UntilWaiting(0);
        await rig.AddAsync("1");
        (await rig.ReadGroupAsync("c", Long)).Single().DeliveryCount.ShouldBe(1);
    }

    [Fact]
    public async Task WhenTheSiloStops_WhoWaitsIsAnsweredAtOnce_AndNobodyWaitsLong()
    {
        using var rig = new WaitingRig();
        await rig.Store.CreateGroupAsync("s", "g", StreamId.Zero);
        var reading = rig.ReadAsync(StreamId.Zero, Long);
        var consuming = rig.ReadGroupAsync("c", Long);
        await rig.UntilWaiting(2);
        rig.StopApplication();
        (await reading).Entries.ShouldBeEmpty();
        (await consuming).ShouldBeEmpty();
        reading = rig.ReadAsync(StreamId.Zero, Long);
        await rig.UntilWaiting(1);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(150));
        await reading;
    }

    [Fact]
    public async Task AStreamThatComesAnew_WithLowerIds_IsHeard()
    {
        using var rig = new WaitingRig();
        await rig.Store.PublishAsync("s", [SomeStream.Own(100, 1)], 0, TimeSpan.FromSeconds(1));
        var reading = rig.ReadAsync(new(100, 1), Long);
        await rig.UntilWaiting(1);
        await rig.Store.DeleteAsync("s");
        await rig.Run(waiting => waiting.WatchAnew(StreamId.Zero));
        await rig.Store.PublishAsync("s", [SomeStream.Own(5, 1)], 0, TimeSpan.FromSeconds(1));
        var page = await reading;
        page.Gap.ShouldBeTrue();
        page.Position.ShouldBe(new(5, 1));
    }
}
