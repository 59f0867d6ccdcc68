using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Gateway.Web.Tests.Delivery;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Xunit.Abstractions;

namespace Orleans.Realtime.Gateway.Web.Tests.Publishing;

/// <summary>The gateway's spans, and what they cost.</summary>
public sealed class TraceTests
{
    private const string Caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private const int Rounds = 200;

    private static readonly LogId Room = LogId.Room("r");

    private readonly DeliveryKit _kit = new();
    private readonly MessagePublisher _publisher;
    private readonly StoringRoom _room = new();
    private readonly ITestOutputHelper _output;

    public TraceTests(ITestOutputHelper output)
    {
        _output = output;
        SynchronizationContext.SetSynchronizationContext(null);
        _kit.Grains.GetGrain<IRoomGrain>("room/r").Returns(_room);

        // With an audience the owner is at hand, and no proxy is made for each call.
        _kit.Registry.Add(Room, new FakeTarget("listener"));
        _publisher = new MessagePublisher(
            _kit.Registry, new SiloLossSignal(), _kit.Statistics, _kit.Time, Options.Create(new PublishingOptions()), NullLogger<MessagePublisher>.Instance);
    }

    [Fact]
    public async Task Publish_GoesOnWithTheSendersTrace_AndTheMessageCarriesIt()
    {
        using var spans = new SpanRecorder();

        await _publisher.PublishAsync(Room, Frame(Caller), CancellationToken.None);

        var span = spans.Of("m1").ShouldHaveSingleItem();
        span.OperationName.ShouldBe("realtime.receive");
        span.TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        span.ParentSpanId.ToHexString().ShouldBe("b7ad6b7169203331");
        span.TagObjects.Select(tag => tag.Key).ShouldBe(["realtime.log.kind", "messaging.message.id"]);
        _room.Stored.ShouldHaveSingleItem().TraceParent.ShouldBe(span.Id);
    }

    [Fact]
    public async Task Publish_OfAFrameWithoutTrace_BeginsOne_WhateverSurroundsIt()
    {
        using var spans = new SpanRecorder();
        using var surrounding = new Activity("GET /ws").Start();

        await _publisher.PublishAsync(Room, Frame(trace: null), CancellationToken.None);

        var span = spans.Of("m1").ShouldHaveSingleItem();
        span.Parent.ShouldBeNull();
        span.TraceId.ShouldNotBe(surrounding.TraceId);
        Activity.Current.ShouldBeSameAs(surrounding);
    }

    [Fact]
    public async Task Publish_OfARequestThatIsNotRecorded_RecordsNothing()
    {
        using var spans = new SpanRecorder();

        await _publisher.PublishAsync(Room, Frame(trace: null) with { OriginSessionId = null }, CancellationToken.None);

        spans.Of("m1").ShouldBeEmpty();
        _room.Stored.ShouldHaveSingleItem().TraceParent.ShouldBeNull();
    }

    [Fact]
    public async Task Refusal_IsSeenInTheSpan()
    {
        _room.Receipts[0] = new PublishReceipt { MessageId = "m1", Error = RealtimeErrorCode.TooLarge };
        using var spans = new SpanRecorder();

        await _publisher.PublishAsync(Room, Frame(Caller), CancellationToken.None);

        spans.Of("m1").ShouldHaveSingleItem().Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Fact]
    public void Delivery_IsOfTheTraceThatTheMessageCarries()
    {
        using var spans = new SpanRecorder();

        new FrameEncoder().Encode(Room, Frame(Caller) with { Seq = 1 });
        new FrameEncoder().Encode(Room, Frame(trace: null) with { Seq = 2 });

        var span = spans.Of("m1").ShouldHaveSingleItem();
        span.OperationName.ShouldBe("realtime.deliver");
        span.ParentSpanId.ToHexString().ShouldBe("b7ad6b7169203331");
    }

    [Fact]
    public async Task WhileNobodyListens_NothingIsAllocatedForTraces()
    {
        var traced = Frame(Caller);
        var plain = Frame(trace: null);
        var silent = await AllocatedByAsync(traced);
        var without = await AllocatedByAsync(plain);
        long recorded;
        using (new SpanRecorder())
        {
            recorded = await AllocatedByAsync(traced);
        }

        // What is left is the array in which the message goes to its grain: an object's header, its length and one reference.
        silent.ShouldBe(24 + IntPtr.Size);
        without.ShouldBe(silent);
        _output.WriteLine($"{silent} bytes a publish while nobody listens, {recorded} recorded");
        recorded.ShouldBeGreaterThan(silent);
        EncodingOf(traced).ShouldBe(EncodingOf(plain));
    }

    /// <summary>Bytes for one publish; the least of many, since pools and lists grow now and then.</summary>
    private async Task<long> AllocatedByAsync(Message message)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            _room.Stored.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            await _publisher.PublishAsync(Room, message, CancellationToken.None);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private long EncodingOf(Message message)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _kit.Encoder.Encode(Room, message);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static Message Frame(string? trace) => new()
    {
        Id = "m1",
        Kind = MessageKind.Room,
        SenderId = "u",
        OriginSessionId = "s",
        TraceParent = trace,
        Data = "1"u8.ToArray(),
    };
}
