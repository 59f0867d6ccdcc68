using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Realtime.Runtime.Conformance.Tests.Grains;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;
using Orleans.Runtime;

namespace Orleans.Realtime.Runtime.Conformance.Tests;

/// <summary>What a grain may have waiting.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private const int Limit = 10;
    private const int Calls = 50;

    private readonly ConformanceCluster _cluster = new(1, silo => silo.Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = Limit));

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Calls_BeyondTheLimit_AreRefusedByNameAndTheRestAnswered()
    {
        var key = ConformanceCluster.NewKey();
        var grain = _cluster.Client.GetGrain<ILifeGrain>(key);
        var held = grain.HoldAsync(key + "gate");
        await _cluster.Signals.NextAsync(key + "gate");

        var calls = Enumerable.Range(0, Calls).Select(_ => grain.GetActivationAsync()).ToList();

        // Which of them are refused is not said: calls in flight together have no order. None is answered before the gate opens.
        var refused = await Task.WhenAny(calls);
        (await Should.ThrowAsync<LimitExceededException>(() => refused)).Message.ShouldContain(nameof(SiloMessagingOptions.MaxEnqueuedRequestsHardLimit));
        _cluster.Signals.Open(key + "gate");
        var activation = await held;
        await Task.WhenAll(calls.Select(call => Task.WhenAny(call)));

        var answers = calls.Where(call => call.IsCompletedSuccessfully).Select(call => call.Result).ToList();
        answers.Count.ShouldBeInRange(Limit / 2, Limit * 2);
        answers.ShouldAllBe(answer => answer == activation);
        (await grain.GetActivationAsync()).ShouldBe(activation);
    }
}
