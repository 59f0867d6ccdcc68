using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Tests.Streams;

/// <summary>A connection as a consumer of a group.</summary>
public sealed class StreamConsumptionTests : IDisposable
{
    private readonly StreamKit _kit = new();
    private readonly FakeStreamTarget _target = new();
    private readonly ConnectionStreams _streams;

    public StreamConsumptionTests()
    {
        _kit.Orders.AddGroup("g");
        _streams = _kit.Connect(_target);
    }

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task AutoAck_DeliversAndAcknowledges()
    {
        _kit.Orders.Append(25);

        await ConsumeAsync();

        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 25 && Pending.Count == 0);
        _target.Frames[0].ToJsonString().ShouldBe("""{"type":"reply","id":"c","ok":true,"consumer":"s1"}""");
        _target.Frames[1].ToJsonString().ShouldBe("""{"type":"stream","stream":"orders","group":"g","id":"1-0","data":1,"timestamp":1763690000,"delivery_count":1}""");
        _target.Entries.ShouldBe(Enumerable.Range(1, 25));
        _kit.Orders.Append();
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 26 && Pending.Count == 0);
        _kit.Services.Metrics.Consumers.ShouldBe(1);
    }

    [Fact]
    public async Task ManualAck_HasAtMostCountUnacknowledged()
    {
        _kit.Orders.Append(10);

        await ConsumeAsync(""","count":3,"auto_ack":false,"consumer":"worker" """);
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 3);
        Pending.ShouldAllBe(pending => pending.Consumer == "worker");
        await AckAsync("2-0");
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 4);
        await AckAsync("1-0", "3-0", "9-0");

        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 6);
        _target.Entries.ShouldBe([1, 2, 3, 4, 5, 6]);
        _target.Of("reply").Select(frame => frame["acked"]?.GetValue<int>()).ShouldBe([null, 1, 2]);
        Pending.Select(pending => pending.Id.Milliseconds).ShouldBe([4ul, 5ul, 6ul]);
        _kit.Orders.GroupReads.ShouldAllBe(read => read.Count <= 3);
    }

    [Fact]
    public async Task Consumer_BeginsWithWhatIsPendingForIt()
    {
        _kit.Orders.Append(5);
        _kit.Orders.Group("g").Take(new GroupRead("g", "worker", 2), [.. await _kit.Orders.RangeAsync(new StreamRange(StreamId.Zero, StreamId.Max))]);

        await ConsumeAsync(""","count":1,"consumer":"worker" """);

        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 5);
        _target.Entries.ShouldBe([1, 2, 3, 4, 5]);
        _target.Of("stream").Select(frame => frame["delivery_count"]!.GetValue<int>()).ShouldBe([2, 2, 1, 1, 1]);
        await StreamKit.EventuallyAsync(() => Pending.Count == 0);
    }

    [Fact]
    public async Task OthersEntries_AreTakenOverWhenTheyWereIdleForLong_OwnOnesNeverComeTwice()
    {
        _kit.Orders.Append(2);
        _kit.Orders.Group("g").Take(new GroupRead("g", "dead", 1), [.. await _kit.Orders.RangeAsync(new StreamRange(StreamId.Zero, StreamId.Max))]);
        await ConsumeAsync(""","count":5,"auto_ack":false,"min_idle_ms":10000""");
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 1);

        await _kit.AdvanceUntilAsync(() => _target.Entries.Count == 2, TimeSpan.FromSeconds(1));
        var reads = _kit.Orders.GroupReads.Count;
        await _kit.AdvanceUntilAsync(() => _kit.Orders.GroupReads.Count > reads + 20, TimeSpan.FromSeconds(5));

        _target.Entries.ShouldBe([2, 1]);
        _target.Of("stream")[1]["delivery_count"]!.GetValue<int>().ShouldBe(2);
        Pending.ShouldAllBe(pending => pending.Consumer == "s1");
    }

    [Theory]
    [InlineData("", 30_000)]
    [InlineData(",\"min_idle_ms\":0", null)]
    [InlineData(",\"min_idle_ms\":5", 5)]
    public async Task MinIdle_IsTheFramesOrTheOptions(string fields, int? milliseconds)
    {
        await ConsumeAsync(fields);

        await StreamKit.EventuallyAsync(() => _kit.Orders.Waiting == 1);
        _kit.Orders.GroupReads[^1].MinIdle.ShouldBe(milliseconds is { } expected ? TimeSpan.FromMilliseconds(expected) : null);
    }

    [Fact]
    public async Task SlowSocket_TakesNothingMore()
    {
        await ConsumeAsync();
        await StreamKit.EventuallyAsync(() => _kit.Orders.Waiting == 1);
        _target.Set(hasRoom: false);
        _kit.Orders.Append(50);

        await StreamKit.EventuallyAsync(() => _kit.Orders.Waiting == 0);
        var reads = _kit.Orders.GroupReads.Count;
        _kit.Time.Advance(TimeSpan.FromMinutes(1));
        _kit.Orders.GroupReads.Count.ShouldBe(reads, "what the call in flight took is all");
        Pending.Count.ShouldBe(10);
        _target.Set();

        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 50 && Pending.Count == 0);
    }

    [Fact]
    public async Task AutoAck_WaitsForTheFramesToBeWritten()
    {
        _target.Set(writes: false);
        _kit.Orders.Append(3);
        await ConsumeAsync();
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 3);

        Pending.Count.ShouldBe(3);
        _target.Set();

        await StreamKit.EventuallyAsync(() => Pending.Count == 0);
    }

    [Fact]
    public async Task StorageAway_WhatWasDeliveredIsAcknowledgedWhenItIsBack_AndNeverComesTwice()
    {
        _target.Set(writes: false);
        _kit.Orders.Append(3);
        await ConsumeAsync();
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 3);

        _kit.Orders.Fault = new RealtimeException(RealtimeErrorCode.Unavailable, "Away.");
        _target.Set();
        for (var i = 0; i < 50; i++)
        {
            _kit.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Pending.Count.ShouldBe(3);
        _kit.Orders.Fault = null;
        await _kit.AdvanceUntilAsync(() => Pending.Count == 0);

        // Redis was killed before it had written the acknowledgement, and the consumer gets its entries again.
        _kit.Orders.Group("g").LastDelivered = StreamId.Zero;
        _kit.Orders.Append();
        await _kit.AdvanceUntilAsync(() => _target.Entries.Count == 4 && Pending.Count == 0);
        _target.Entries.ShouldBe([1, 2, 3, 4]);
        _target.Of("error").ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_WhileTheStorageIsAway_IsAnswered_AndOwesItsAcknowledgements()
    {
        _target.Set(writes: false);
        _kit.Orders.Append(3);
        await ConsumeAsync();
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 3);
        _kit.Orders.Fault = new RealtimeException(RealtimeErrorCode.Unavailable, "Away.");
        _target.Set();

        await _streams.HandleAsync(_kit.Frame("""{"type":"stream.stop","id":"stop","stream":"orders","group":"g"}"""));
        await _kit.AdvanceUntilAsync(() => _target.Of("reply").Count == 2);
        await _streams.HandleAsync(_kit.Frame("""{"type":"stream.consume","id":"again","stream":"orders","group":"g"}"""));
        await StreamKit.EventuallyAsync(() => _target.Of("error").Count == 1);
        _target.Of("error")[0]["code"]!.GetValue<string>().ShouldBe("unavailable");
        _kit.Orders.Fault = null;
        await _kit.AdvanceUntilAsync(() => Pending.Count == 0 && _kit.Orders.Group("g").Consumers.Count == 0);

        while (_target.Of("reply").Count == 2)
        {
            var answers = _target.Frames.Count;
            await _streams.HandleAsync(_kit.Frame("""{"type":"stream.consume","id":"again","stream":"orders","group":"g"}"""));
            await StreamKit.EventuallyAsync(() => _target.Frames.Count > answers);
        }

        _kit.Orders.Append();
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 4);
        _target.Entries.ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Disconnect_LeavesWhatIsPending_AndRemovesAConsumerWithNothing()
    {
        _kit.Orders.Append();
        await ConsumeAsync(""","auto_ack":false""");
        var other = new FakeStreamTarget("s2");
        var others = _kit.Connect(other);
        await others.HandleAsync(_kit.Frame("""{"type":"stream.consume","id":"c","stream":"orders","group":"g"}"""));
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 1 && _kit.Orders.Waiting == 2);

        foreach (var (target, streams) in new[] { (_target, _streams), (other, others) })
        {
            target.Set(closed: true);
            streams.End();
        }

        _kit.Orders.Wake();
        await StreamKit.EventuallyAsync(() => _kit.Services.Metrics.Consumers == 0 && _kit.Orders.Group("g").Consumers.Count == 1);
        Pending.ShouldHaveSingleItem().Consumer.ShouldBe("s1");
        _kit.Orders.Append();
        Pending.Count.ShouldBe(1, "nobody takes anything");
    }

    [Fact]
    public async Task Drain_TakesNothingMore_ButTakesAcknowledgements()
    {
        _kit.Orders.Append(2);
        await ConsumeAsync(""","auto_ack":false""");
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 2 && _kit.Orders.Waiting == 1);

        _streams.StopConsuming();
        _kit.Orders.Append();
        await StreamKit.EventuallyAsync(() => _kit.Services.Metrics.Consumers == 0);
        await AckAsync("1-0");

        await StreamKit.EventuallyAsync(() => _target.Of("reply").Count == 2);
        Pending.ShouldHaveSingleItem().Id.ShouldBe(new StreamId(2, 0));
        _target.Entries.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task WhatALostAnswerHeld_IsDeliveredWithoutWaitingUntilItIsIdle()
    {
        _kit.Orders.AnswersLost = 1;
        _kit.Orders.Append(3);

        await ConsumeAsync(""","min_idle_ms":0""");

        await _kit.AdvanceUntilAsync(() => _target.Entries.Count == 3);
        _target.Entries.ShouldBe([1, 2, 3]);
        _kit.Orders.Append();
        await _kit.AdvanceUntilAsync(() => _target.Entries.Count == 4 && Pending.Count == 0);
    }

    [Fact]
    public async Task GroupThatIsGone_IsTold_AndOneThatNeverWas()
    {
        await _streams.HandleAsync(_kit.Frame("""{"type":"stream.consume","id":"x","stream":"orders","group":"nobody"}"""));
        await StreamKit.EventuallyAsync(() => _target.Of("error").Count == 1);
        _target.Frames[0]["code"]!.GetValue<string>().ShouldBe("not_found");
        _target.Frames[0]["id"]!.GetValue<string>().ShouldBe("x");
        await ConsumeAsync();
        await StreamKit.EventuallyAsync(() => _kit.Orders.Waiting == 1);

        await _kit.Orders.DeleteGroupAsync("g");
        _kit.Orders.Wake();

        await StreamKit.EventuallyAsync(() => _target.Of("error").Count == 2);
        _target.Of("error")[1]["code"]!.GetValue<string>().ShouldBe("not_found");
        _target.Of("error")[1].ContainsKey("id").ShouldBeFalse();
        (_target.Of("error")[1]["stream"]!.GetValue<string>(), _target.Of("error")[1]["group"]!.GetValue<string>()).ShouldBe(("orders", "g"));
        await StreamKit.EventuallyAsync(() => _kit.Services.Metrics.Consumers == 0);
    }

    [Fact]
    public async Task ConsumingTwice_IsAConflict_AndStoppingWhatIsNotIsFine()
    {
        await ConsumeAsync();
        await _streams.HandleAsync(_kit.Frame("""{"type":"stream.consume","id":"c2","stream":"orders","group":"g"}"""));
        await StreamKit.EventuallyAsync(() => _target.Of("error").Count == 1);
        _target.Of("error")[0]["code"]!.GetValue<string>().ShouldBe("conflict");

        foreach (var id in new[] { "1", "2" })
        {
            await _streams.HandleAsync(_kit.Frame($$"""{"type":"stream.stop","id":"{{id}}","stream":"orders","group":"g"}"""));
        }

        await StreamKit.EventuallyAsync(() => { _kit.Orders.Wake(); return _target.Of("reply").Count == 3; });
    }

    [Fact]
    public async Task SubscriptionsAndConsumers_AreLimitedTogether()
    {
        using var kit = new StreamKit(services => services.Configure<StreamSocketOptions>(options => options.MaxSubscriptions = 2));
        kit.Orders.AddGroup("g");
        var streams = kit.Connect(_target);
        foreach (var fields in new[] { "subscribe\",\"stream\":\"a", "consume\",\"group\":\"g\",\"stream\":\"orders", "subscribe\",\"stream\":\"b", "consume\",\"group\":\"g\",\"stream\":\"b" })
        {
            await streams.HandleAsync(kit.Frame($$"""{"id":"f","type":"stream.{{fields}}"}"""));
        }

        await StreamKit.EventuallyAsync(() => _target.Frames.Count == 4);
        _target.Of("error").Select(frame => frame["code"]!.GetValue<string>()).ShouldBe(["forbidden", "forbidden"]);
        await streams.HandleAsync(kit.Frame("""{"type":"stream.unsubscribe","stream":"a"}"""));
        await streams.HandleAsync(kit.Frame("""{"id":"f","type":"stream.subscribe","stream":"b"}"""));
        await StreamKit.EventuallyAsync(() => _target.Of("reply").Count == 4);
    }

    private IReadOnlyList<(StreamId Id, string Consumer)> Pending => _kit.Orders.PendingOf("g");

    private async Task ConsumeAsync(string fields = "")
    {
        var replies = _target.Of("reply").Count;
        await _streams.HandleAsync(_kit.Frame($$"""{"type":"stream.consume","id":"c","stream":"orders","group":"g"{{fields}}}"""));
        await StreamKit.EventuallyAsync(() => _target.Of("reply").Count > replies);
    }

    private async Task AckAsync(params string[] ids) =>
        await _streams.HandleAsync(_kit.Frame($$"""{"type":"stream.ack","id":"a","stream":"orders","group":"g","ids":[{{string.Join(',', ids.Select(id => $"\"{id}\""))}}]}"""));
}
