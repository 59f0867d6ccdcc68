using System.Collections.Concurrent;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Streams;

public sealed class GroupConsumerTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    private static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => $"{i}")];

    [Fact]
    public async Task Run_HandlesEverythingOnce_AcknowledgesIt_AndLeavesTheGroupWhenItIsToStop()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        await silos.Stream().PublishAsync(SomeStream.Publish(Numbers(100)));
        var handled = new List<string>();
        using var stop = new CancellationTokenSource();
        await using var consumer = await StartAsync(silos, new() { Group = "g", Wait = Short });
        var running = consumer.RunAsync(
            (entry, _) =>
            {
                handled.Add(SomeStream.Text(entry));
                return Task.CompletedTask;
            },
            cancellationToken: stop.Token);
        await PendingIsAsync(silos, 0, () => handled.Count == 100);
        await stop.CancelAsync();
        await running;
        handled.ShouldBe(Numbers(100));
        (await silos.Stream().GetGroupsAsync()).Single().Consumers.ShouldBeEmpty("it has left");
    }

    [Fact]
    public async Task AnEntryForWhichTheHandlerThrows_ComesAgain_AndTheOthersGoOn()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        await silos.Stream().PublishAsync(SomeStream.Publish(Numbers(30)));
        var deliveries = new List<(string Text, int Count)>();
        var faults = 0;
        using var stop = new CancellationTokenSource();
        await using var consumer = await StartAsync(silos, new() { Group = "g", Wait = Short, Count = 3, MinIdle = TimeSpan.FromMilliseconds(100) });
        var running = consumer.RunAsync(
            (entry, _) =>
            {
                deliveries.Add((SomeStream.Text(entry), entry.DeliveryCount));
                return SomeStream.Text(entry) == "4" && entry.DeliveryCount < 3 ? throw new InvalidOperationException("mine") : Task.CompletedTask;
            },
            (_, _) => faults++,
            stop.Token);
        await PendingIsAsync(silos, 0, () => deliveries.Count >= 32);
        await stop.CancelAsync();
        await running;
        deliveries.Where(delivery => delivery.Text == "4").Select(delivery => delivery.Count).ShouldBe([1, 2, 3]);
        deliveries.Where(delivery => delivery.Text != "4").Select(delivery => delivery.Text).ShouldBe(Numbers(30).Where(text => text != "4"));
        faults.ShouldBe(2);
    }

    [Fact]
    public async Task Read_HasNoMoreThanItsCount_UntilSomeAreAcknowledged()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        await silos.Stream().PublishAsync(SomeStream.Publish(Numbers(10)));
        await using var consumer = await StartAsync(silos, new() { Group = "g", Wait = Short, Count = 3 });
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        await using var reading = consumer.ReadAllAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        var read = new List<StreamEntry>();
        for (var i = 0; i < 3; i++)
        {
            (await reading.MoveNextAsync()).ShouldBeTrue();
            read.Add(reading.Current);
        }

        (await silos.Stream().GetGroupsAsync()).Single().Pending.ShouldBe(3);
        var fourth = reading.MoveNextAsync();
        fourth.IsCompleted.ShouldBeFalse();
        await consumer.AcknowledgeAsync(read[0].Id, read[1].Id);
        (await fourth).ShouldBeTrue();
        consumer.GiveUp(read[2].Id);
        for (var i = 0; i < 2; i++)
        {
            (await reading.MoveNextAsync()).ShouldBeTrue();
        }

        (await silos.Stream().GetPendingAsync(new("g", StreamId.Zero, StreamId.Max))).Count.ShouldBe(4, "three, and the one given up");
    }

    [Fact]
    public async Task WhatALostConsumerHad_ComesToAnother()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        await silos.Stream().PublishAsync(SomeStream.Publish(Numbers(5)));
        await using (var lost = await StartAsync(silos, new() { Group = "g", Wait = Short, Count = 5 }))
        {
            (await TakeAsync(lost, 5)).Count.ShouldBe(5);
        }

        await using var other = await StartAsync(silos, new() { Group = "g", Wait = Short, MinIdle = TimeSpan.FromMilliseconds(50) });
        var taken = await TakeAsync(other, 5);
        taken.Select(SomeStream.Text).ShouldBe(Numbers(5));
        taken.ShouldAllBe(entry => entry.DeliveryCount == 2);
    }

    [Fact]
    public async Task AConsumerThatComesBackUnderItsName_FirstGetsWhatItHad()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        await silos.Stream().PublishAsync(SomeStream.Publish(Numbers(5)));
        var options = new GroupConsumerOptions { Group = "g", Consumer = "worker-1", Wait = Short, MinIdle = null, Count = 4 };
        await using (var before = await StartAsync(silos, options))
        {
            await before.AcknowledgeAsync((await TakeAsync(before, 4))[0].Id);
        }

        await using var after = await StartAsync(silos, options);
        (await TakeAsync(after, 4)).Select(SomeStream.Text).ShouldBe(["1", "2", "3", "4"]);
    }

    [Fact]
    public async Task AnAnswerThatIsLost_LeavesNothingBehind()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        await using var consumer = await StartAsync(silos, new() { Group = "g", Wait = Short, MinIdle = null });
        var lose = 1;
        silos.OnStreamAnswer = call => call == "ReadGroupAsync" && Interlocked.Exchange(ref lose, 0) == 1 ? throw new TimeoutException("lost") : Task.CompletedTask;
        await silos.Stream().PublishAsync(SomeStream.Publish(Numbers(3)));
        (await TakeAsync(consumer, 3)).Select(SomeStream.Text).ShouldBe(Numbers(3));
        lose.ShouldBe(0);
    }

    [Fact]
    public async Task WhileASiloIsKilledAndAConsumerIsLost_EverythingIsHandled_AndNothingStaysPending()
    {
        await using var silos = await TestSilos.StartAsync(2, clock: null);
        var handled = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        await using var lost = await StartAsync(silos, new() { Group = "g", MinIdle = null, Count = 2 });
        var running = new List<Task>();
        for (var i = 0; i < 2; i++)
        {
            var consumer = await StartAsync(silos, new() { Group = "g", MinIdle = TimeSpan.FromSeconds(2), Wait = TimeSpan.FromMilliseconds(500) });
            running.Add(consumer.RunAsync(
                (entry, _) =>
                {
                    handled.Add(SomeStream.Text(entry));
                    return Task.CompletedTask;
                },
                cancellationToken: stop.Token));
        }

        var publishing = StreamSubscriptionTests.PublishAsync(silos, 200, out var half);
        await half;
        await silos.KillAsync(silos.HostOf("stream"));
        await lost.DisposeAsync();
        await publishing;
        await PendingIsAsync(silos, 0, () => handled.Distinct().Count() == 200);
        await stop.CancelAsync();
        await Task.WhenAll(running);
        handled.Distinct().Order().ShouldBe(Numbers(200).Order());
    }

    [Fact]
    public async Task AGroupThatIsGone_IsMadeAnew_WithAllThatTheStreamHas()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        await silos.Stream().PublishAsync(SomeStream.Publish("before"));
        await using var consumer = await StartAsync(silos, new() { Group = "g", Wait = Short, Start = null });
        await silos.Stream().DeleteAsync();
        await silos.Stream().PublishAsync(SomeStream.Publish("after"));
        (await TakeAsync(consumer, 1)).Select(SomeStream.Text).ShouldBe(["after"]);
    }

    [Fact]
    public async Task AGroupThatDoesNotExist_EndsAConsumerThatMayNotCreateIt()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        await using var consumer = await StartAsync(silos, new() { Group = "g", CreateGroup = false });
        (await Should.ThrowAsync<RealtimeException>(() => consumer.RunAsync((_, _) => Task.CompletedTask))).Code.ShouldBe(RealtimeErrorCode.NotFound);
    }

    [Fact]
    public async Task WhoIsToStop_EndsWhatItHas_AsFarAsItsTimeAllows()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        await silos.Stream().PublishAsync(SomeStream.Publish(Numbers(3)));
        var handled = new List<string>();
        using var stop = new CancellationTokenSource();
        var consumer = await StartAsync(silos, new() { Group = "g", Wait = Short, StopTimeout = TimeSpan.FromMilliseconds(300) });
        await consumer.RunAsync(
            async (entry, hurry) =>
            {
                await stop.CancelAsync();
                handled.Add(SomeStream.Text(entry));
                await Task.Delay(SomeStream.Text(entry) == "1" ? Timeout.InfiniteTimeSpan : Short, TimeProvider.System, hurry);
            },
            cancellationToken: stop.Token);
        handled.ShouldBe(["0", "1"]);
        var group = (await silos.Stream().GetGroupsAsync()).Single();
        group.Pending.ShouldBe(2);
        group.Consumers.Single().Name.ShouldBe(consumer.Name);
    }

    [Fact]
    public async Task BadOptions_AreRefusedBeforeAnythingIsSent()
    {
        await using var silos = await TestSilos.StartAsync();
        await Should.ThrowAsync<ArgumentException>(() => StartAsync(silos, new() { Group = "a b" }));
        await Should.ThrowAsync<ArgumentException>(() => StartAsync(silos, new() { Group = "g", Count = 1_001 }));
        await Should.ThrowAsync<ArgumentException>(() => StartAsync(silos, new() { Group = "g", MinIdle = TimeSpan.Zero }));
    }

    private static Task<GroupConsumer> StartAsync(TestSilos silos, GroupConsumerOptions options) => GroupConsumer.StartAsync(silos.Client, "s", options);

    private static Task<List<StreamEntry>> TakeAsync(GroupConsumer consumer, int count) => consumer.ReadAllAsync().TakeAsync(count);

    private static async Task PendingIsAsync(TestSilos silos, long pending, Func<bool> handled)
    {
        var met = await Eventually.IsAsync(
            async () => handled() && (await silos.Stream().GetPendingAsync(new("g", StreamId.Zero, StreamId.Max))).Count == pending, static met => met);
        met.ShouldBeTrue();
    }
}
