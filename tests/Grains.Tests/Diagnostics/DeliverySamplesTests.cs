using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Tests.Support;
using Orleans.Realtime.ServiceDefaults.Diagnostics;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Grains.Tests.Diagnostics;

public sealed class DeliverySamplesTests
{
    private static readonly LogId Room = LogId.Room("r");

    private readonly FakeTimeProvider _time = new();
    private readonly DeliverySamples _samples;

    public DeliverySamplesTests() => _samples = new(_time);

    [Fact]
    public void Sample_IsMeasuredFromTheCall_OnceForEachGateway()
    {
        var sample = Begin("m1").ShouldNotBeNull();
        _time.Advance(TimeSpan.FromMilliseconds(4));
        _samples.Stored(Room, [Stored("m0", 6), Stored("m1", 7)], gateways: 2);
        sample.EndUnlessStored();
        _samples.Find(Batch(after: 3, count: 3)).ShouldBeNull("it ends before the message");
        _samples.Find(Batch(after: 7, count: 3)).ShouldBeNull("it begins behind the message");
        _samples.Find(new DeliveryBatch(LogId.Room("other"), "e", 6, [Stored("m1", 7)], Gap: false)).ShouldBeNull();

        _samples.Find(Batch(after: 5, count: 2)).ShouldBe(sample);
        sample.Answered(new DeliveryAck(Attached: true, 7));
        _time.Advance(TimeSpan.FromMilliseconds(6));
        _samples.Find(Batch(after: 5, count: 2)).ShouldNotBeNull("the other gateway").Answered(new DeliveryAck(Attached: true, 7));

        _samples.Recent.Read().Buckets.ShouldBe([LatencyScale.BucketOf(TimeSpan.FromMilliseconds(4)), LatencyScale.BucketOf(TimeSpan.FromMilliseconds(10))]);
        _samples.Find(Batch(after: 5, count: 2)).ShouldBeNull("both have it");
    }

    [Fact]
    public void Sample_WithoutAConfirmation_CountsNothing()
    {
        var refused = Begin("m1").ShouldNotBeNull();
        refused.EndUnlessStored();
        _time.Advance(DeliverySamples.Spacing);
        var alone = Begin("m2").ShouldNotBeNull();
        _samples.Stored(Room, [Stored("m2", 1)], gateways: 0);
        alone.EndUnlessStored();
        _time.Advance(DeliverySamples.Spacing);
        var unwanted = Begin("m3").ShouldNotBeNull("the others are over");
        _samples.Stored(Room, [Stored("m3", 2)], gateways: 1);
        unwanted.Answered(new DeliveryAck(Attached: false, 0));

        _samples.Recent.Read().Buckets.ShouldBeEmpty();
        _time.Advance(DeliverySamples.Spacing);
        Begin("m4").ShouldNotBeNull();
    }

    [Fact]
    public void Samples_KeepTheirDistance_AndOneThatNobodyConfirms_GivesItsPlaceAway()
    {
        Begin("m1").ShouldNotBeNull();
        Begin("m2").ShouldBeNull("too soon");
        _time.Advance(DeliverySamples.Spacing);
        Begin("m3").ShouldBeNull("the first of this log is under way");

        _time.Advance(DeliverySamples.Patience);

        Begin("m4").ShouldNotBeNull();
    }

    private static Message Stored(string id, long seq) => Some.Message(id) with { Seq = seq };

    private static DeliveryBatch Batch(long after, int count) => new(Room, "e", after, [.. Enumerable.Range(1, count).Select(i => Stored($"x{i}", after + i))], Gap: false);

    private DeliverySample? Begin(string id) => _samples.TryBegin(Room, [Some.Message(id)], _time.GetTimestamp());
}
