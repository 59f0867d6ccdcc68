using System.Text;
using System.Text.Json.Nodes;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Runtime;

namespace Orleans.Realtime.Gateway.Web.Tests.Streams;

/// <summary>What one connection publishes, and the history it reads.</summary>
public sealed class StreamPublishTests : IDisposable
{
    private readonly StreamKit _kit = new();
    private readonly FakeStreamTarget _target = new();

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Frames_KeepTheirOrder_OneCallInFlight_AndWhatWaitsGoesTogether()
    {
        var gate = new TaskCompletionSource();
        _kit.Orders.Gate = gate.Task;
        var streams = _kit.Connect(_target);

        for (var i = 1; i <= 5; i++)
        {
            await streams.HandleAsync(_kit.Frame($$"""{"type":"stream.publish","id":"f{{i}}","stream":"orders","data":{{i}}}"""));
        }

        _kit.Orders.Publishes.ShouldHaveSingleItem().ShouldHaveSingleItem();
        _target.Calls.ShouldBe(5);
        gate.SetResult();
        await StreamKit.EventuallyAsync(() => _target.Calls == 0);

        _kit.Orders.Publishes.Select(publish => publish.Length).ShouldBe([1, 4]);
        _kit.Orders.Data.ShouldBe(["1", "2", "3", "4", "5"]);
        _target.Frames.Select(frame => frame["id"]!.GetValue<string>()).ShouldBe(["f1", "f2", "f3", "f4", "f5"]);
        _target.Frames[2].ToJsonString().ShouldBe("""{"type":"reply","id":"f3","ok":true,"ids":["3-0"],"entry_id":"3-0"}""");
    }

    [Fact]
    public async Task Call_IsBoundedInBytes()
    {
        var gate = new TaskCompletionSource();
        _kit.Orders.Gate = gate.Task;
        var streams = _kit.Connect(_target);
        var large = $"\"{new string('x', 400_000)}\"";

        for (var i = 1; i <= 6; i++)
        {
            await streams.HandleAsync(_kit.Frame($$"""{"type":"stream.publish","stream":"orders","data":{{large}}}"""));
        }

        gate.SetResult();
        await StreamKit.EventuallyAsync(() => _target.Calls == 0);
        _kit.Orders.Publishes.Select(publish => publish.Length).ShouldBe([1, 2, 2, 1]);
    }

    [Fact]
    public async Task Batch_IsAnsweredWithAllItsIds_AndAFrameWithoutIdNotAtAll()
    {
        var streams = _kit.Connect(_target);

        await streams.HandleAsync(_kit.Frame("""{"type":"stream.publish","stream":"orders","data":0}"""));
        await streams.HandleAsync(_kit.Frame("""{"type":"stream.publish","id":"f","stream":"orders","messages":[{"data":1},{"data":2,"entry_id":"9-9"}]}"""));
        await StreamKit.EventuallyAsync(() => _target.Calls == 0);

        _target.Frames.ShouldHaveSingleItem().ToJsonString().ShouldBe("""{"type":"reply","id":"f","ok":true,"ids":["2-0","9-9"]}""");
    }

    [Fact]
    public async Task SameId_AddsNothing_AndGetsTheFirstReply_ForTheSameUserOnly()
    {
        var other = new FakeStreamTarget("s2", "u2");
        foreach (var target in new[] { _target, _target, other })
        {
            await _kit.Connect(target).HandleAsync(_kit.Frame("""{"type":"stream.publish","id":"f","stream":"orders","data":1}"""));
        }

        await StreamKit.EventuallyAsync(() => _target.Frames.Count == 2 && other.Frames.Count == 1);
        _target.Frames[1].ToJsonString().ShouldBe(_target.Frames[0].ToJsonString());
        _kit.Orders.Data.Count.ShouldBe(2);
    }

    [Fact]
    public async Task OwnIdThatIsTooLow_IsAConflict_AndHoldsUpNobody()
    {
        var streams = _kit.Connect(_target);
        foreach (var entry in new[] { "5-0", "5-0", "6-0" })
        {
            await streams.HandleAsync(_kit.Frame($$"""{"type":"stream.publish","stream":"orders","data":1,"entry_id":"{{entry}}"}"""));
        }

        await StreamKit.EventuallyAsync(() => _target.Calls == 0);
        _target.Frames.ShouldHaveSingleItem()["code"]!.GetValue<string>().ShouldBe("conflict");
        _kit.Orders.Data.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(RealtimeErrorCode.Unavailable, "unavailable")]
    [InlineData(RealtimeErrorCode.Timeout, "timeout")]
    [InlineData(RealtimeErrorCode.TooLarge, "too_large")]
    public async Task StorageThatRefuses_IsToldAtOnce(RealtimeErrorCode code, string expected)
    {
        _kit.Orders.Fault = new RealtimeException(code, "No.");

        await _kit.Connect(_target).HandleAsync(_kit.Frame("""{"type":"stream.publish","id":"f","stream":"orders","data":1}"""));

        await StreamKit.EventuallyAsync(() => _target.Calls == 0);
        _target.Frames.ShouldHaveSingleItem()["code"]!.GetValue<string>().ShouldBe(expected);
        _kit.Orders.Publishes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task FrameThatIsWrong_IsRefusedAlone()
    {
        var refusal = new RealtimeException(RealtimeErrorCode.TooLarge, "No.");
        _kit.Orders.PublishFaults = new Queue<Exception?>([null, refusal, null, refusal]);
        var gate = new TaskCompletionSource();
        _kit.Orders.Gate = gate.Task;
        var streams = _kit.Connect(_target);

        for (var i = 0; i < 4; i++)
        {
            await streams.HandleAsync(_kit.Frame($$"""{"type":"stream.publish","id":"f{{i}}","stream":"orders","data":{{i}}}"""));
        }

        gate.SetResult();
        await StreamKit.EventuallyAsync(() => _target.Calls == 0);
        _target.Frames.Select(frame => frame["id"]!.GetValue<string>()).ShouldBe(["f0", "f1", "f2", "f3"]);
        _target.Of("error").ShouldHaveSingleItem()["id"]!.GetValue<string>().ShouldBe("f2");
        _kit.Orders.Data.ShouldBe(["0", "1", "3"]);
    }

    [Fact]
    public async Task SiloThatWentAway_FramesWithAnIdAreRepeatedInOrder_OthersAreRefused()
    {
        var gone = new OrleansException("gone");
        _kit.Orders.PublishFaults = new Queue<Exception?>([gone, gone, null, gone]);
        var streams = _kit.Connect(_target);

        foreach (var id in new[] { "\"f0\"", "\"f1\"", "null", "\"f2\"" })
        {
            await streams.HandleAsync(_kit.Frame($$"""{"type":"stream.publish","id":{{id}},"stream":"orders","data":{{id}}}"""));
        }

        await _kit.AdvanceUntilAsync(() => _target.Calls == 0);
        _target.Of("reply").Select(frame => frame["id"]!.GetValue<string>()).ShouldBe(["f0", "f1", "f2"]);
        _target.Of("error").ShouldHaveSingleItem()["code"]!.GetValue<string>().ShouldBe("unavailable");
        _kit.Orders.Data.ShouldBe(["\"f0\"", "\"f1\"", "\"f2\""]);
        _kit.Orders.Publishes.Select(publish => publish.Length).ShouldBe([1, 1, 1, 3, 2]);
    }

    [Fact]
    public async Task SiloThatStaysAway_IsToldInTheEnd()
    {
        _kit.Orders.Fault = new OrleansException("gone");

        await _kit.Connect(_target).HandleAsync(_kit.Frame("""{"type":"stream.publish","id":"f","stream":"orders","data":1}"""));

        await _kit.AdvanceUntilAsync(() => _target.Calls == 0, TimeSpan.FromSeconds(1));
        _target.Frames.ShouldHaveSingleItem()["code"]!.GetValue<string>().ShouldBe("unavailable");
    }

    [Fact]
    public async Task Range_AnswersEntries()
    {
        _kit.Orders.Append(4);

        await _kit.Connect(_target).HandleAsync(_kit.Frame("""{"type":"stream.range","id":"r","stream":"orders","start":"(1-0","count":2,"reverse":true}"""));

        await StreamKit.EventuallyAsync(() => _target.Frames.Count == 1);
        _target.Frames[0].ToJsonString().ShouldBe(
            """{"type":"reply","id":"r","ok":true,"messages":[{"id":"4-0","data":4,"timestamp":1763690000},{"id":"3-0","data":3,"timestamp":1763690000}]}""");
    }
}
