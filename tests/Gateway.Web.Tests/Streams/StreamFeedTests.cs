using Microsoft.Extensions.Logging;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Tests.Streams;

/// <summary>Subscriptions: ids ascend, nothing comes twice, and nothing is left out in silence.</summary>
public sealed class StreamFeedTests : IDisposable
{
    private readonly StreamKit _kit = new();
    private readonly FakeStreamTarget _target = new();

    public void Dispose() => _kit.Dispose();

    [Theory]
    [InlineData("$", 4, 6)]
    [InlineData("0", 1, 6)]
    [InlineData("2", 3, 6)]
    [InlineData("3-0", 4, 6)]
    public async Task Subscription_BeginsWhereItSays_AndGoesOnLive(string start, int first, int last)
    {
        _kit.Orders.Append(3);

        await _kit.SubscribeAsync(_target, start);
        await StreamKit.EventuallyAsync(() => _kit.Orders.Waiting == 1);
        _kit.Orders.Append(2);
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == last - first);
        _kit.Orders.Append();

        await StreamKit.EventuallyAsync(() => _target.Entries.Count == last - first + 1);
        _target.Entries.ShouldBe(Enumerable.Range(first, last - first + 1));
        _target.Frames[0].ToJsonString().ShouldBe("""{"type":"reply","id":"s","ok":true,"last_id":"3-0"}""");
        _target.Frames[^1].ToJsonString().ShouldBe("""{"type":"stream","stream":"orders","id":"6-0","data":6,"timestamp":1763690000}""");
        await StreamKit.EventuallyAsync(() => _kit.Orders.Waiting == 1);
    }

    [Fact]
    public async Task ManySubscribers_ShareOneRead_AndTheSameFrames()
    {
        FakeStreamTarget[] targets = [.. Enumerable.Range(0, 20).Select(i => new FakeStreamTarget("s" + i))];
        foreach (var target in targets)
        {
            await _kit.SubscribeAsync(target);
        }

        await StreamKit.EventuallyAsync(() => _kit.Orders.Waiting == 1);
        var reads = _kit.Orders.Reads.Count;
        _kit.Orders.Append();
        await StreamKit.EventuallyAsync(() => targets.All(target => target.Entries.Count == 1) && _kit.Orders.Waiting == 1);

        _kit.Orders.Reads.Count.ShouldBe(reads + 1);
        targets.ShouldAllBe(target => ReferenceEquals(target.Raw[1], targets[0].Raw[1]));
        _kit.Services.Metrics.Subscriptions.ShouldBe(20);
    }

    [Fact]
    public async Task SlowSubscriber_HoldsUpNobody_CatchesUpByItself_AndJoins()
    {
        var slow = new FakeStreamTarget("slow");
        await _kit.SubscribeAsync(_target);
        await _kit.SubscribeAsync(slow);
        slow.Set(hasRoom: false);

        _kit.Orders.Append(300);
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 300);
        slow.Entries.ShouldBeEmpty();
        slow.Set();
        await StreamKit.EventuallyAsync(() => slow.Entries.Count == 300);
        _kit.Orders.Append();

        await StreamKit.EventuallyAsync(() => slow.Entries.Count == 301 && _target.Entries.Count == 301);
        slow.Entries.ShouldBe(Enumerable.Range(1, 301));
        ReferenceEquals(slow.Raw[^1], _target.Raw[^1]).ShouldBeTrue("it is live again");
    }

    [Fact]
    public async Task SubscribersThatComeAndGoWhileEntriesCome_MissNothingAndSeeNothingTwice()
    {
        var targets = Enumerable.Range(0, 30).Select(i => new FakeStreamTarget("s" + i)).ToArray();
        List<FakeStreamTarget> gone = [];
        var (arriving, last) = (true, 0);
        var appending = Task.Run(async () =>
        {
            for (var i = 0; Volatile.Read(ref arriving); i++)
            {
                if (i % 20 == 0 && last < 2_000)
                {
                    _kit.Orders.Append();
                    last++;
                }

                await Task.Yield();
            }
        });

        var random = new Random(7);
        foreach (var target in targets)
        {
            var streams = await _kit.SubscribeAsync(target, random.Next(2) == 0 ? "$" : "0");
            target.Set(hasRoom: random.Next(3) > 0);
            if (random.Next(4) == 0)
            {
                streams.End();
                gone.Add(target);
            }
        }

        Volatile.Write(ref arriving, false);
        await appending;
        _kit.Orders.Append();
        foreach (var target in targets)
        {
            target.Set();
        }

        await StreamKit.EventuallyAsync(() => targets.Except(gone).All(target => target.Latest == last + 1));
        foreach (var target in targets.Where(target => target.Entries.Count > 0))
        {
            target.Entries.ShouldBe(Enumerable.Range(target.Entries[0], target.Entries.Count));
        }
    }

    [Fact]
    public async Task SubscribingAgain_KeepsThePlace_UnlessAStartIsNamed()
    {
        _kit.Orders.Append(2);
        var streams = await _kit.SubscribeAsync(_target, "0");
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 2);

        await streams.HandleAsync(_kit.Frame("""{"type":"stream.subscribe","id":"again","stream":"orders"}"""));
        await StreamKit.EventuallyAsync(() => _target.Of("reply").Count == 2);
        _kit.Orders.Append();
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 3);
        await streams.HandleAsync(_kit.Frame("""{"type":"stream.subscribe","id":"anew","stream":"orders","start_id":"1-0"}"""));

        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 5);
        _target.Entries.ShouldBe([1, 2, 3, 2, 3]);
        _kit.Orders.Append();
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 6);
        _kit.Services.Metrics.Subscriptions.ShouldBe(1);
    }

    [Fact]
    public async Task LastSubscriberGone_EndsTheFeed_AndTheNextBeginsAnew()
    {
        var other = new FakeStreamTarget("s2");
        var streams = await _kit.SubscribeAsync(_target);
        var others = await _kit.SubscribeAsync(other);

        await streams.HandleAsync(_kit.Frame("""{"type":"stream.unsubscribe","id":"u","stream":"orders"}"""));
        _kit.Services.Feeds.Count.ShouldBe(1);
        others.End();

        await StreamKit.EventuallyAsync(() => _kit.Services.Feeds.Count == 0);
        await StreamKit.EventuallyAsync(() => { _kit.Orders.Wake(); return _kit.Orders.Waiting == 0; });
        _target.Of("reply").Count.ShouldBe(2);
        _kit.Orders.Append();
        await _kit.SubscribeAsync(other, "0");
        await StreamKit.EventuallyAsync(() => other.Entries.Count == 1);
        _target.Entries.ShouldBeEmpty();
        _kit.Services.Metrics.Subscriptions.ShouldBe(1);
    }

    [Fact]
    public async Task TrimmedBeyondThePosition_IsAGap()
    {
        _kit.Orders.Append(10);
        _kit.Orders.Trim(keep: 3);

        await _kit.SubscribeAsync(_target, "2-0");

        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 3);
        _target.Of("gap").ShouldHaveSingleItem().ToJsonString().ShouldBe("""{"type":"gap","stream":"orders","from_id":"2-0","to_id":"8-0"}""");
        _target.Entries.ShouldBe([8, 9, 10]);
    }

    [Fact]
    public async Task LostStream_IsAGapForEverybody_AndTheNewOneIsHeardFromItsBeginning()
    {
        var slow = new FakeStreamTarget("slow");
        var late = new FakeStreamTarget("late");
        _kit.Orders.Append(5);
        await _kit.SubscribeAsync(_target);
        await _kit.SubscribeAsync(slow);
        slow.Set(hasRoom: false);
        _kit.Orders.Append();
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 1);

        _kit.Orders.Lose();
        _kit.Orders.Append(2);
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 3);
        slow.Set();
        await _kit.SubscribeAsync(late, "100-0");
        _kit.Orders.Append();

        foreach (var target in new[] { _target, slow, late })
        {
            await _kit.AdvanceUntilAsync(() => target.Latest == 3);
            target.Of("gap").Count.ShouldBe(1);
        }

        _target.Entries.ShouldBe([6, 1, 2, 3]);
        _target.Of("gap")[0].ToJsonString().ShouldBe("""{"type":"gap","stream":"orders","from_id":"6-0","to_id":"1-0"}""");
        slow.Entries.ShouldBe([1, 2, 3]);
        slow.Of("gap")[0].ToJsonString().ShouldBe("""{"type":"gap","stream":"orders","from_id":"5-0","to_id":"1-0"}""");
        late.Entries.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task StorageAway_SubscribersStay_ItIsSaidOnce_AndNothingComesTwice()
    {
        var behind = new FakeStreamTarget("behind");
        await _kit.SubscribeAsync(_target);
        await _kit.SubscribeAsync(behind);
        behind.Set(hasRoom: false);
        _kit.Orders.Append();
        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 1);

        _kit.Orders.Fault = new RealtimeException(RealtimeErrorCode.Unavailable, "Away.");
        _kit.Orders.Wake();
        behind.Set();
        var reads = _kit.Orders.Reads.Count;
        await _kit.AdvanceUntilAsync(() => _kit.Orders.Reads.Count > reads + 20);
        _kit.Orders.Fault = null;
        _kit.Orders.Append(2);

        await _kit.AdvanceUntilAsync(() => _target.Entries.Count == 3 && behind.Entries.Count == 3);
        _target.Entries.ShouldBe([1, 2, 3]);
        behind.Entries.ShouldBe([1, 2, 3]);
        _kit.Log.Entries.Count(entry => entry.Level == LogLevel.Warning).ShouldBe(1);
        await StreamKit.EventuallyAsync(() => _kit.Log.Entries.Any(entry => entry is { Level: LogLevel.Information, Text: "Streams can be read again." }));
    }

    [Fact]
    public async Task SubscribingWhileTheStorageIsAway_IsAnError_AndLeavesNothing()
    {
        _kit.Orders.Fault = new RealtimeException(RealtimeErrorCode.Unavailable, "Away.");
        var streams = _kit.Connect(_target);

        await streams.HandleAsync(_kit.Frame("""{"type":"stream.subscribe","id":"s","stream":"orders"}"""));

        await StreamKit.EventuallyAsync(() => _target.Calls == 0);
        _target.Frames.ShouldHaveSingleItem()["code"]!.GetValue<string>().ShouldBe("unavailable");
        _kit.Services.Metrics.Subscriptions.ShouldBe(0);
        _kit.Services.Feeds.Count.ShouldBe(0);
        _kit.Orders.Fault = null;
        await streams.HandleAsync(_kit.Frame("""{"type":"stream.subscribe","id":"s","stream":"orders"}"""));
        await StreamKit.EventuallyAsync(() => _target.Of("reply").Count == 1);
    }

    [Fact]
    public async Task ConnectionThatClosed_IsGivenNothing_AndTheOthersGoOn()
    {
        var other = new FakeStreamTarget("s2");
        await _kit.SubscribeAsync(_target);
        await _kit.SubscribeAsync(other);
        _target.Set(closed: true);

        _kit.Orders.Append(2);

        await StreamKit.EventuallyAsync(() => other.Entries.Count == 2);
        _target.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task FramesBehindASubscription_WaitForIt()
    {
        var streams = _kit.Connect(_target);

        await streams.HandleAsync(_kit.Frame("""{"type":"stream.subscribe","id":"s","stream":"orders"}"""));
        await streams.HandleAsync(_kit.Frame("""{"type":"stream.publish","id":"p","stream":"orders","data":1}"""));

        await StreamKit.EventuallyAsync(() => _target.Entries.Count == 1);
        _target.Of("reply").Select(frame => frame["id"]!.GetValue<string>()).ShouldBe(["s", "p"]);
    }
}
