using System.Diagnostics.Metrics;
using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Delivery;

/// <summary>Pumps and messages that are in no log.</summary>
public sealed class LiveDeliveryTests : IDisposable
{
    private readonly DeliveryRig _rig = new(new DeliveryOptions { MaxBatchMessages = 2, MaxLiveMessages = 3 });
    private readonly FakeGateway _gateway = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void LiveMessages_GoOut_InBatches_AndMoveNoPosition()
    {
        _rig.Append(2);
        _rig.Attach(_gateway);
        SendLive("a", "b", "c");
        _rig.Append(1);

        _gateway.Live.ShouldBe(["a", "b", "c"]);
        _gateway.Calls.ShouldBe(3);
        _gateway.Seen.ShouldBe([3]);
        _gateway.Gaps.ShouldBeEmpty();
    }

    [Fact]
    public void LiveMessages_WaitForTheLogsBatchInFlight_AndHoldUpTheNext()
    {
        _gateway.Script([DeliveryFault.Stall, DeliveryFault.Stall]);
        _rig.Attach(_gateway);
        _rig.Append(1);
        SendLive("a");
        _gateway.Calls.ShouldBe(1);
        _gateway.Release();
        _rig.Append(1);
        _gateway.Calls.ShouldBe(2);
        (_gateway.Live.Length, _gateway.Seen.Length).ShouldBe((0, 1));

        _gateway.Release();
        _gateway.Live.ShouldBe(["a"]);
        _gateway.Seen.ShouldBe([1, 2]);
    }

    [Fact]
    public void LiveMessages_GoBetweenWhatWasStoredBeforeAndAfterThem()
    {
        _gateway.Script([DeliveryFault.Stall]);
        _rig.Attach(_gateway);
        _rig.Append(1);
        _rig.Append(1);
        SendLive("a");
        _rig.Append(1);
        SendLive("b");
        _rig.Append(1);
        _gateway.Release();

        _gateway.Order.ShouldBe(["m1", "m2", "a", "m3", "b", "m4"]);
    }

    [Fact]
    public void LiveMessages_GoAfterWhatIsRepeated()
    {
        _gateway.Script([DeliveryFault.LostRequest]);
        _rig.Attach(_gateway);
        _rig.Append(1);
        SendLive("a");
        _gateway.Live.ShouldBeEmpty();
        _rig.Advance(1);

        _gateway.Order.ShouldBe(["m1", "a"]);
    }

    [Theory]
    [InlineData(DeliveryFault.LostRequest, "b")]
    [InlineData(DeliveryFault.LostAnswer, "a,b")]
    public void LiveMessages_AreSentOnce_WhateverBecomesOfThem(DeliveryFault fault, string taken)
    {
        _gateway.Script([fault]);
        _rig.Attach(_gateway);
        SendLive("a");
        SendLive("b");
        _rig.Append(1);

        string.Join(',', _gateway.Live).ShouldBe(taken);
        _gateway.Seen.ShouldBe([1]);
    }

    [Fact]
    public void WhileTheLogCannotBeRead_LiveMessagesGoPastIt()
    {
        _rig.Append(1);
        _rig.Source.FailReads = 1;
        _rig.Attach(_gateway, new(0, "e1"));
        SendLive("a");
        _gateway.Live.ShouldBe(["a"]);
        _gateway.Seen.ShouldBeEmpty();

        _rig.Advance(1);
        _gateway.Seen.ShouldBe([1]);
    }

    [Fact]
    public void AfterAnAttach_TheNextLiveMessageWaitsForTheCallUnderWay_AndTheLogDoesNot()
    {
        _gateway.Script([DeliveryFault.Stall]);
        _rig.Attach(_gateway);
        SendLive("a");
        _rig.Attach(_gateway, new(0, "e1"));
        SendLive("overtaken");
        _gateway.Calls.ShouldBe(1);
        _rig.Append(1);
        SendLive("b");
        _gateway.Seen.ShouldBe([1]);

        _gateway.Release();
        _gateway.Live.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void TooManyThatWait_AndThoseOfARouteThatEnds_AreDroppedAndCounted()
    {
        var dropped = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "realtime.delivery.live_dropped" && instrument.Meter.Scope == _rig.Meters)
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => dropped += count);
        listener.Start();
        _gateway.Script([DeliveryFault.Stall]);
        _rig.Attach(_gateway);
        _rig.Append(1);
        SendLive("a", "b", "c", "d", "e");
        dropped.ShouldBe(2);

        _rig.Routes.Remove(_gateway.Address);
        dropped.ShouldBe(5);
        _gateway.Release();
        _gateway.Live.ShouldBeEmpty();
    }

    [Fact]
    public void AGatewayWithoutAnAudience_LosesItsRoute()
    {
        _gateway.Attached = false;
        _rig.Attach(_gateway);
        SendLive("a");
        _rig.Routes.Any.ShouldBeFalse();
    }

    [Fact]
    public void SubscribedServices_GetNoLiveMessages()
    {
        var service = new FakeSubscriber();
        _rig.Subscriptions.Subscribe("billing", service, from: null, TimeSpan.FromSeconds(10), max: 1);
        _rig.Attach(_gateway);
        SendLive("a");
        _rig.Append(1);

        _gateway.Live.ShouldBe(["a"]);
        service.Read().ShouldBe([1]);
    }

    private void SendLive(params string[] ids) =>
        _rig.Routes.SendLive(Array.ConvertAll(ids, id => new Message { Id = id, Data = new byte[10] }));
}
