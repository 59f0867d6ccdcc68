using Orleans.Realtime.Runtime.Conformance.Tests.Grains;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;
using Orleans.Runtime;

namespace Orleans.Realtime.Runtime.Conformance.Tests;

public class TurnTests(ConformanceCluster cluster) : ConformanceTests(cluster)
{
    [Fact]
    public async Task Calls_FromManyCallers_NeverOverlap()
    {
        var grain = Client.GetGrain<ITurnGrain>(NewKey());

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => grain.IncrementSlowlyAsync()));

        results.Order().ShouldBe(Enumerable.Range(1, 200));
        (await grain.GetMaxConcurrencyAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Continuations_AfterAwaits_StayOnTheActivation() =>
        (await Client.GetGrain<ITurnGrain>(NewKey()).StaysOnSchedulerAsync()).ShouldBeTrue();

    [Fact]
    public async Task Calls_EachAwaitedBeforeTheNext_KeepTheirOrder()
    {
        var grain = Client.GetGrain<ITurnGrain>(NewKey());

        for (var i = 0; i < 100; i++)
        {
            await grain.AddAsync(i);
        }

        (await grain.GetItemsAsync()).ShouldBe(Enumerable.Range(0, 100));
    }

    /// <summary>Calls in flight together have no order, not even those of one caller to one grain.</summary>
    [Fact]
    public async Task Calls_InFlightTogether_AllArriveInWhateverOrder()
    {
        var grain = Client.GetGrain<ITurnGrain>(NewKey());

        await Task.WhenAll(Enumerable.Range(0, 500).Select(grain.AddAsync));

        (await grain.GetItemsAsync()).ShouldBe(Enumerable.Range(0, 500), ignoreOrder: true);
    }

    [Fact]
    public async Task Call_WhileAnotherWaits_WaitsToo()
    {
        var key = NewKey();
        var grain = Client.GetGrain<ITurnGrain>(key);
        var first = grain.HoldAsync(key);
        await Signals.NextAsync(key);

        var second = grain.HoldAsync(key);
        (await grain.PeekAsync()).ShouldBe(0);
        Signals.CountOf(key).ShouldBe(0);
        Signals.Open(key);
        await Task.WhenAll(first, second);

        (await Signals.NextAsync(key)).ShouldBe("out");
        (await Signals.NextAsync(key)).ShouldBe("in");
        (await Signals.NextAsync(key)).ShouldBe("out");
    }

    [Fact]
    public async Task ReentrantGrain_WhileOneCallWaits_TakesOthers()
    {
        var gate = NewKey();
        var grain = Client.GetGrain<IReentrantTurnGrain>(Random.Shared.NextInt64());
        var held = grain.HoldAsync(gate);
        await Signals.NextAsync(gate);

        await grain.OpenAsync(gate);

        await held;
    }

    [Fact]
    public async Task ReentrantGrain_WithManyCallsInside_RunsOneThreadAtATime() =>
        (await Client.GetGrain<IReentrantTurnGrain>(Random.Shared.NextInt64()).GetThreadsInsideAsync(20)).ShouldBe(1);

    [Fact]
    public async Task AlwaysInterleave_WhileACallWaits_Runs()
    {
        var key = NewKey();
        var grain = Client.GetGrain<ITurnGrain>(key);
        var held = grain.HoldAsync(key);
        await Signals.NextAsync(key);

        (await grain.PeekAsync()).ShouldBe(0);

        Signals.Open(key);
        await held;
    }

    [Fact]
    public async Task ReadOnly_WhileAReaderWaits_RunsButAWriterDoesNot()
    {
        var key = NewKey();
        var grain = Client.GetGrain<ITurnGrain>(key);
        var reader = grain.HoldReadingAsync(key);
        await Signals.NextAsync(key);

        (await grain.ReadAsync()).ShouldBe(0);
        var writer = grain.IncrementSlowlyAsync();
        (await grain.ReadAsync()).ShouldBe(0);
        writer.IsCompleted.ShouldBeFalse();

        Signals.Open(key);
        await reader;
        (await writer).ShouldBe(1);
    }

    [Fact]
    public async Task OneWay_WhenTheGrainThrows_CallerHearsNothing()
    {
        var key = NewKey();

        await Client.GetGrain<ITurnGrain>(key).ThrowOneWayAsync(key);

        (await Signals.NextAsync(key)).ShouldBe("ran");
    }

    [Fact]
    public async Task CallChain_WhenReentrancyIsAllowed_ComesBackIn() =>
        (await Client.GetGrain<ITurnGrain>(NewKey()).CallBackAsync(allow: true)).ShouldBe(1);

    [Fact]
    public async Task RequestContext_SetByTheCaller_IsSeenByTheGrain()
    {
        var grain = Client.GetGrain<ITurnGrain>(NewKey());
        RequestContext.Set("tenant", "blue");

        (await grain.GetContextAsync("tenant")).ShouldBe("blue");
        RequestContext.Clear();
        (await grain.GetContextAsync("tenant")).ShouldBeNull();
    }

    [Fact]
    public async Task Call_WhoseCallerTimedOutWhileItWaited_IsNotRun()
    {
        var key = NewKey();
        var grain = Client.GetGrain<ITurnGrain>(key);
        var held = grain.HoldAsync(key);
        await Signals.NextAsync(key);

        await Should.ThrowAsync<TimeoutException>(() => grain.HoldShortlyAsync(key + "late"));
        Signals.Open(key);
        await held;
        await grain.IncrementSlowlyAsync();

        Signals.CountOf(key + "late").ShouldBe(0);
    }

    [Fact]
    public async Task Call_ThatIsNotAnsweredInTime_TimesOut()
    {
        var key = NewKey();
        var grain = Client.GetGrain<ITurnGrain>(key);

        await Should.ThrowAsync<TimeoutException>(() => grain.HoldShortlyAsync(key));

        Signals.Open(key);
    }
}
