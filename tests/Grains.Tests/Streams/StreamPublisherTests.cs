using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Streams;

namespace Orleans.Realtime.Grains.Tests.Streams;

public sealed class StreamPublisherTests
{
    [Fact]
    public async Task WhatWaitsAtTheSameTime_GoesTogether_InTheOrderOfItsComing()
    {
        using var rig = new WaitingRig();
        var (publisher, held) = await HeldAsync(rig);
        var calls = Enumerable.Range(0, 20).Select(i => Publish(rig, publisher, $"{i}")).ToArray();
        await rig.Run(_ => { });
        held.SetResult();
        var receipts = await Task.WhenAll(calls);
        rig.Count("PublishAsync").ShouldBe(2, "the one held up, and all the others");
        receipts.Select(receipt => receipt.Single().Ids.Single()).ShouldBeInOrder();
        var entries = await rig.Store.RangeAsync("s", new(StreamId.Zero, StreamId.Max), 1_000_000);
        entries.Select(SomeStream.Text).ShouldBe(["first", .. Enumerable.Range(0, 20).Select(i => $"{i}")]);
    }

    [Fact]
    public async Task AFault_HitsThoseInItsCall_AndNobodyElse()
    {
        using var rig = new WaitingRig(bounds: new() { MaxBatchMessages = 2 });
        var (publisher, held) = await HeldAsync(rig);
        var calls = Enumerable.Range(0, 6).Select(i => Publish(rig, publisher, $"{i}")).ToArray();
        await rig.Run(_ => { });
        rig.OnCall = _ => rig.Count("PublishAsync") switch
        {
            2 => throw new LogUnavailableException("away"),
            3 => throw new TimeoutException("slow"),
            _ => Task.CompletedTask,
        };
        held.SetResult();
        foreach (var (call, code) in calls.Zip([RealtimeErrorCode.Unavailable, RealtimeErrorCode.Unavailable, RealtimeErrorCode.Timeout, RealtimeErrorCode.Timeout]))
        {
            (await Should.ThrowAsync<RealtimeException>(() => call)).Code.ShouldBe(code);
        }

        (await calls[4]).Single().Ids.Length.ShouldBe(1);
        (await calls[5]).Single().Ids.Length.ShouldBe(1);
    }

    [Fact]
    public async Task MoreThanMayWait_IsRefused_AndNothingElseSuffers()
    {
        using var rig = new WaitingRig(bounds: new() { MaxPendingMessages = 3 });
        var (publisher, held) = await HeldAsync(rig);
        var calls = new[] { Publish(rig, publisher, "1", "2"), Publish(rig, publisher, "3") };
        await rig.Run(_ => { });
        (await Should.ThrowAsync<RealtimeException>(() => Publish(rig, publisher, "4"))).Code.ShouldBe(RealtimeErrorCode.Unavailable);
        held.SetResult();
        await Task.WhenAll(calls);
        await Publish(rig, publisher, "5");
    }

    [Fact]
    public async Task WhatIsRefusedOrKnown_WakesNobody()
    {
        using var rig = new WaitingRig();
        var added = 0;
        var publisher = new StreamPublisher(rig.Services, "s", () => added++);
        StreamPublish[] publishes = [SomeStream.Own(5, 1) with { IdempotencyKey = "k" }, SomeStream.Own(4, 1)];
        for (var i = 0; i < 2; i++)
        {
            await rig.Run(_ => publisher.PublishAsync(publishes, 2, 2));
        }

        added.ShouldBe(1);
    }

    private static Task<StreamReceipt[]> Publish(WaitingRig rig, StreamPublisher publisher, params string[] data) =>
        rig.Run(_ => publisher.PublishAsync([SomeStream.Publish(data)], data.Length, data.Length));

    /// <summary>A publisher whose first call is under way until the source says otherwise.</summary>
    private static async Task<(StreamPublisher Publisher, TaskCompletionSource Held)> HeldAsync(WaitingRig rig)
    {
        var held = new TaskCompletionSource();
        rig.OnCall = _ => held.Task;
        var publisher = new StreamPublisher(rig.Services, "s", static () => { });
        _ = Publish(rig, publisher, "first");
        await rig.Until(_ => rig.Count("PublishAsync") == 1);
        return (publisher, held);
    }
}
