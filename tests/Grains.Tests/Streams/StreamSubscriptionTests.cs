using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Streams;

/// <summary>What another Orleans service does: it publishes, and reads, with nothing but the interfaces.</summary>
public sealed class StreamSubscriptionTests
{
    [Fact]
    public async Task Read_FromNowOn_FromTheBeginning_AndBehindAnEntry()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        var first = await silos.Stream().PublishAsync("1"u8.ToArray());
        await silos.Stream().PublishAsync("2"u8.ToArray());
        var now = await StreamSubscription.StartAsync(silos.Client, "s");
        var all = await StreamSubscription.StartAsync(silos.Client, "s", new() { From = StreamId.Zero, Count = 1 });
        var behind = await StreamSubscription.StartAsync(silos.Client, "s", new() { From = first });
        var last = await silos.Stream().PublishAsync("3"u8.ToArray());
        (await ReadAsync(now, 1)).Select(Text).ShouldBe(["3"]);
        (await ReadAsync(all, 3)).Select(Text).ShouldBe(["1", "2", "3"]);
        (await ReadAsync(behind, 2)).Select(Text).ShouldBe(["2", "3"]);
        now.Position.ShouldBe(last);
    }

    [Fact]
    public async Task Read_WhoBreaksOff_GoesOnBehindTheLastHandedOut()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        await silos.Stream().PublishAsync(SomeStream.Publish("1", "2", "3", "4"));
        var subscription = await StreamSubscription.StartAsync(silos.Client, "s", new() { From = StreamId.Zero });
        (await ReadAsync(subscription, 1)).Select(Text).ShouldBe(["1"]);
        (await ReadAsync(subscription, 2)).Select(Text).ShouldBe(["2", "3"]);
        var resumed = await StreamSubscription.StartAsync(silos.Client, "s", new() { From = subscription.Position });
        (await ReadAsync(resumed, 1)).Select(Text).ShouldBe(["4"]);
    }

    [Fact]
    public async Task Read_WhatIsMissing_IsAnnouncedOnce()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        var receipt = await silos.Stream().PublishAsync(SomeStream.Publish("1", "2", "3", "4"));
        await silos.Stream().TrimAsync(1, approximate: false);
        var subscription = await StreamSubscription.StartAsync(silos.Client, "s", new() { From = receipt.Ids[0] });
        var gap = (await ReadAsync(subscription, 1)).Single();
        gap.IsGap.ShouldBeTrue();
        gap.Position.ShouldBeLessThan(receipt.Ids[3]);
        gap.Position.ShouldBeGreaterThanOrEqualTo(receipt.Ids[2]);
        (await ReadAsync(subscription, 1)).Select(Text).ShouldBe(["4"]);

        // Deleted and begun anew: everything it holds is of another stream.
        await silos.Stream().DeleteAsync();
        await silos.Stream().PublishAsync([SomeStream.Own(5, 1)]);
        var anew = await ReadAsync(subscription, 2);
        anew[0].IsGap.ShouldBeTrue();
        anew[1].Position.ShouldBe(new(5, 1));
    }

    [Fact]
    public async Task Read_WhileTheStreamsSiloIsKilled_MissesAndRepeatsNothing()
    {
        await using var silos = await TestSilos.StartAsync(2, clock: null);
        var subscription = await StreamSubscription.StartAsync(silos.Client, "s");
        var reading = ReadAsync(subscription, 200);
        var publishing = PublishAsync(silos, 200, out var half);
        await half;
        await silos.KillAsync(silos.HostOf("stream"));
        await publishing;
        (await reading).Select(Text).ShouldBe(Enumerable.Range(0, 200).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Read_WhileTheStreamsSiloStops_GoesOnAtOnceAtTheNext()
    {
        await using var silos = await TestSilos.StartAsync(2, clock: null);
        var subscription = await StreamSubscription.StartAsync(silos.Client, "s");
        var reading = ReadAsync(subscription, 2);
        await silos.Stream().PublishAsync("1"u8.ToArray());
        await silos.StopAsync(silos.HostOf("stream"));
        await silos.Stream().PublishAsync("2"u8.ToArray());
        (await reading).Select(Text).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Read_WhileStorageIsAway_GoesOnWhenItIsBack()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        var subscription = await StreamSubscription.StartAsync(silos.Client, "s");
        var reading = ReadAsync(subscription, 1);
        silos.StorageIsDown = true;
        (await Should.ThrowAsync<RealtimeException>(() => silos.Stream().PublishAsync("1"u8.ToArray(), timeout: TimeSpan.Zero))).Code.ShouldBe(RealtimeErrorCode.Unavailable);
        silos.StorageIsDown = false;
        await silos.Stream().PublishAsync("2"u8.ToArray());
        (await reading).Select(Text).ShouldBe(["2"]);
    }

    [Fact]
    public async Task AHandlerThatThrows_StopsNothing_AndIsReported()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        await silos.Stream().PublishAsync(SomeStream.Publish("1", "2", "3"));
        var subscription = await StreamSubscription.StartAsync(silos.Client, "s", new() { From = StreamId.Zero });
        var (handled, faults) = (new List<string>(), new List<string>());
        using var stop = new CancellationTokenSource();
        await subscription.RunAsync(
            async (next, _) =>
            {
                handled.Add(Text(next));
                if (handled.Count == 2)
                {
                    throw new InvalidOperationException("mine");
                }

                if (handled.Count == 3)
                {
                    await stop.CancelAsync();
                }
            },
            (next, fault) =>
            {
                faults.Add($"{Text(next)} {fault.Message}");
                throw new InvalidOperationException("of the callback itself");
            },
            stop.Token);
        handled.ShouldBe(["1", "2", "3"]);
        faults.ShouldBe(["2 mine"]);
    }

    [Fact]
    public async Task Pages_AreNeverEmpty()
    {
        await using var silos = await TestSilos.StartAsync(1, clock: null);
        var subscription = await StreamSubscription.StartAsync(silos.Client, "s", new() { Wait = TimeSpan.FromMilliseconds(10) });
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        await using var pages = subscription.ReadPagesAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        var next = pages.MoveNextAsync();
        await silos.Stream().PublishAsync(SomeStream.Publish("1", "2"));
        (await next).ShouldBeTrue();
        pages.Current.Entries.Length.ShouldBe(2);
        subscription.Position.ShouldBe(pages.Current.Position);
    }

    [Fact]
    public async Task BadOptions_AreRefusedBeforeAnythingIsSent()
    {
        await using var silos = await TestSilos.StartAsync();
        await Should.ThrowAsync<ArgumentException>(() => StreamSubscription.StartAsync(silos.Client, "a b"));
        await Should.ThrowAsync<ArgumentException>(() => StreamSubscription.StartAsync(silos.Client, "s", new() { Count = 0 }));
        await Should.ThrowAsync<ArgumentException>(() => StreamSubscription.StartAsync(silos.Client, "s", new() { Wait = TimeSpan.Zero }));
    }

    [Fact]
    public async Task Publish_ThatIsRefused_ThrowsTheReason_AndUnderAKeyThatWasUsed_AnswersTheFirstId()
    {
        await using var silos = await TestSilos.StartAsync();
        (await Should.ThrowAsync<RealtimeException>(() => silos.Stream().PublishAsync([]))).Code.ShouldBe(RealtimeErrorCode.BadRequest);
        await silos.Stream().PublishAsync(SomeStream.Own(5, 5));
        (await Should.ThrowAsync<RealtimeException>(() => silos.Stream().PublishAsync(SomeStream.Own(5, 5)))).Code.ShouldBe(RealtimeErrorCode.Conflict);
        var first = await silos.Stream().PublishAsync("1"u8.ToArray(), "order-7");
        (await silos.Stream().PublishAsync("1"u8.ToArray(), "order-7")).ShouldBe(first);
    }

    /// <summary>Publishes numbers from 0 on, one after the other; <paramref name="half"/> completes in the middle.</summary>
    internal static Task PublishAsync(TestSilos silos, int count, out Task half)
    {
        var reached = new TaskCompletionSource();
        half = reached.Task;
        return Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
            {
                await silos.Stream().PublishAsync(System.Text.Encoding.UTF8.GetBytes($"{i}"));
                if (i == count / 2)
                {
                    reached.SetResult();
                }
            }
        });
    }

    private static string Text(StreamEvent next) => SomeStream.Text(next.Entry!);

    private static Task<List<StreamEvent>> ReadAsync(StreamSubscription subscription, int count) => subscription.ReadAllAsync().TakeAsync(count);
}
