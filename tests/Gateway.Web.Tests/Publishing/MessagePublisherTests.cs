using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Gateway.Web.Tests.Delivery;
using Orleans.Realtime.Gateway.Web.Tests.Sessions;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;

namespace Orleans.Realtime.Gateway.Web.Tests.Publishing;

public sealed class MessagePublisherTests
{
    private static readonly LogId Room = LogId.Room("r");

    private readonly DeliveryKit _kit = new();
    private readonly FakeLog _log = new(Room);
    private readonly SiloLossSignal _silos = new();
    private readonly PublishingOptions _options = new();

    public MessagePublisherTests()
    {
        // The test runner's own context would take continuations off the publisher's thread, and their order with it.
        SynchronizationContext.SetSynchronizationContext(null);
        var room = Substitute.For<IRoomGrain>();
        room.PublishAsync(Arg.Any<IReadOnlyList<Message>>()).Returns(call => _log.PublishAsync(call.Arg<IReadOnlyList<Message>>()));
        _kit.Grains.GetGrain<IRoomGrain>("room/r").Returns(room);
    }

    [Fact]
    public async Task Publish_WithNothingInFlight_GoesOutAtOnce_AndLeavesNoLane()
    {
        var publisher = Create();

        var receipt = await publisher.PublishAsync(Room, Message("1"), CancellationToken.None);

        receipt.Seq.ShouldBe(1);
        publisher.ActiveLanes.ShouldBe(0);
        _kit.Statistics.TotalPublished.ShouldBe(1);
    }

    [Fact]
    public async Task Publishes_BehindOneInFlight_GoOutTogether_InOrder()
    {
        var gate = new TaskCompletionSource();
        _log.Gate = gate.Task;
        var publisher = Create();
        var publishing = Enumerable.Range(1, 700).Select(i => publisher.PublishAsync(Room, Message($"{i}"), CancellationToken.None).AsTask()).ToList();

        gate.SetResult();
        var receipts = await Task.WhenAll(publishing);

        receipts.Select(receipt => receipt.Seq).ShouldBe(Enumerable.Range(1, 700).Select(i => (long)i));
        _log.Batches.Select(batch => batch.Count).ShouldBe([1, 256, 256, 187]);
        publisher.ActiveLanes.ShouldBe(0);
    }

    [Fact]
    public async Task Receipts_OfOneLog_ComeInItsOrder()
    {
        var gate = new TaskCompletionSource();
        _log.Gate = gate.Task;
        var publisher = Create();
        var order = new List<long>();
        async Task PublishAsync(int i)
        {
            // Without the test runner's context, which would run the continuations on several threads.
            var receipt = await publisher.PublishAsync(Room, Message($"{i}"), CancellationToken.None).ConfigureAwait(false);
            order.Add(receipt.Seq);
        }

        var publishing = Enumerable.Range(1, 300).Select(PublishAsync).ToList();
        gate.SetResult();
        await Task.WhenAll(publishing);

        order.ShouldBe(Enumerable.Range(1, 300).Select(i => (long)i));
    }

    [Fact]
    public async Task FaultsThatPass_AreRetried_WithTheSameMessages_AndKeepTheOrder()
    {
        _log.Faults.Enqueue(new TimeoutException());
        _log.Faults.Enqueue(new RealtimeException(RealtimeErrorCode.Unavailable, "fenced"));
        var publisher = Create();
        var publishing = Enumerable.Range(1, 20).Select(i => publisher.PublishAsync(Room, Message($"{i}"), CancellationToken.None).AsTask()).ToList();

        await AdvanceUntilDoneAsync(publishing);

        (await Task.WhenAll(publishing)).Select(receipt => receipt.Seq).ShouldBe(Enumerable.Range(1, 20).Select(i => (long)i));
        _log.Batches[1].ShouldBe(_log.Batches[0]);
        _log.Batches[2].ShouldBe(_log.Batches[0]);
    }

    [Fact]
    public async Task ALostSilo_EndsTheWaitForItsAnswer_AndTheSameMessagesGoOutAgain_InOrder()
    {
        _log.Gate = new TaskCompletionSource().Task;
        var publisher = Create();
        var publishing = Enumerable.Range(1, 20).Select(i => publisher.PublishAsync(Room, Message($"{i}"), CancellationToken.None).AsTask()).ToList();
        _log.Gate = Task.CompletedTask;

        _silos.Raise();
        await AdvanceUntilDoneAsync(publishing);

        (await Task.WhenAll(publishing)).Select(receipt => receipt.Seq).ShouldBe(Enumerable.Range(1, 20).Select(i => (long)i));
        _log.Batches.Select(batch => batch.Count).ShouldBe([1, 19]);
    }

    [Fact]
    public async Task FaultThatDoesNotPassInTime_IsAnswered()
    {
        for (var i = 0; i < 100; i++)
        {
            _log.Faults.Enqueue(new TimeoutException());
        }

        var publisher = Create();
        var publishing = publisher.PublishAsync(Room, Message("1"), CancellationToken.None).AsTask();

        await AdvanceUntilDoneAsync([publishing]);

        (await publishing).Error.ShouldBe(RealtimeErrorCode.Timeout);
        publisher.ActiveLanes.ShouldBe(0);
        _kit.Statistics.FailedPublished.ShouldBe(1);
    }

    [Fact]
    public async Task Refusal_IsAnsweredAtOnce()
    {
        _log.Faults.Enqueue(new RealtimeException(RealtimeErrorCode.TooLarge, "too large"));

        var receipt = await Create().PublishAsync(Room, Message("1"), CancellationToken.None);

        receipt.Error.ShouldBe(RealtimeErrorCode.TooLarge);
        receipt.ErrorMessage.ShouldBe("too large");
        _log.Batches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task MoreThanMayWait_IsRefused_AndTheRestGoesOn()
    {
        _options.MaxPending = 5;
        var gate = new TaskCompletionSource();
        _log.Gate = gate.Task;
        var publisher = Create();
        var publishing = Enumerable.Range(1, 8).Select(i => publisher.PublishAsync(Room, Message($"{i}"), CancellationToken.None).AsTask()).ToList();

        gate.SetResult();
        var receipts = await Task.WhenAll(publishing);

        receipts.Take(6).ShouldAllBe(receipt => receipt.Error == RealtimeErrorCode.None);
        receipts.Skip(6).ShouldAllBe(receipt => receipt.Error == RealtimeErrorCode.Unavailable);
    }

    [Fact]
    public async Task Publish_OfAMessageSentBefore_IsNotCountedAgain()
    {
        var publisher = Create();

        await publisher.PublishAsync(Room, Message("1") with { ClientId = "c" }, CancellationToken.None);
        var again = await publisher.PublishAsync(Room, Message("2") with { ClientId = "c" }, CancellationToken.None);

        again.Duplicate.ShouldBeTrue();
        _kit.Statistics.TotalPublished.ShouldBe(1);
        _kit.Statistics.FailedPublished.ShouldBe(0);
    }

    [Fact]
    public async Task Publish_WhoseFirstAnswerWasLost_IsCountedOnce()
    {
        _log.StoresBeforeFaults = true;
        _log.Faults.Enqueue(new TimeoutException());
        var publisher = Create();

        var publishing = publisher.PublishAsync(Room, Message("1"), CancellationToken.None).AsTask();
        await AdvanceUntilDoneAsync([publishing]);

        (await publishing).Seq.ShouldBe(1);
        _kit.Statistics.TotalPublished.ShouldBe(1);
        _kit.Statistics.PublishRetries.ShouldBe(1);
    }

    private static Message Message(string id) => new() { Id = id, Data = "1"u8.ToArray() };

    private MessagePublisher Create() =>
        new(_kit.Registry, _silos, _kit.Statistics, _kit.Time, Options.Create(_options), NullLogger<MessagePublisher>.Instance);

    /// <summary>The clock goes on only while somebody waits for it: what runs meanwhile must not find that its time is over.</summary>
    private Task AdvanceUntilDoneAsync(IReadOnlyList<Task> tasks) => SessionClient.EventuallyAsync(() =>
    {
        if (_kit.Time.ActiveTimers > 0)
        {
            _kit.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        return tasks.All(task => task.IsCompleted);
    });
}
