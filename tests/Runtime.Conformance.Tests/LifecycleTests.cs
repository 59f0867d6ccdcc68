using Orleans.Realtime.Runtime.Conformance.Tests.Grains;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;

namespace Orleans.Realtime.Runtime.Conformance.Tests;

public class LifecycleTests(ConformanceCluster cluster) : ConformanceTests(cluster)
{
    [Fact]
    public async Task DeactivateOnIdle_ThenACall_ReachesANewActivation()
    {
        var key = NewKey();
        var grain = Client.GetGrain<ILifeGrain>(key);
        var first = await grain.GetActivationAsync();
        (await Signals.NextAsync(key)).ShouldBe("activated");

        await grain.DeactivateAsync();

        (await Signals.NextAsync(key)).ShouldBe("deactivated ApplicationRequested");
        (await grain.GetActivationAsync()).ShouldNotBe(first);
        (await Signals.NextAsync(key)).ShouldBe("activated");
    }

    [Fact]
    public async Task Call_ThatArrivesWhileDeactivating_GoesToANewActivation()
    {
        var key = NewKey();
        var grain = Client.GetGrain<ILifeGrain>(key);
        var held = grain.HoldAsync(key + "gate");
        await Signals.NextAsync(key + "gate");
        await grain.DeactivateNowAsync();

        var late = grain.GetActivationAsync();
        Signals.Open(key + "gate");

        (await late).ShouldNotBe(await held);
        (await Signals.NextAsync(key)).ShouldBe("activated");
        (await Signals.NextAsync(key)).ShouldBe("deactivated ApplicationRequested");
        (await Signals.NextAsync(key)).ShouldBe("activated");
    }

    [Fact]
    public async Task OnActivate_WhenItThrows_FailsTheCallsAndTheNextOneTriesAgain()
    {
        var key = NewKey();
        var grain = Client.GetGrain<ILifeGrain>(key);
        await grain.FailNextActivationAsync();

        var error = await Should.ThrowAsync<InvalidOperationException>(() => grain.GetActivationAsync());

        error.Message.ShouldBe("cannot start");
        await Eventually.HoldsAsync(async () => await Eventually.AnswersAsync(grain.GetActivationAsync) != Guid.Empty);
    }

    [Fact]
    public async Task SameKey_CalledFromEverywhere_IsOneActivation()
    {
        var grain = Client.GetGrain<ILifeGrain>(NewKey());

        var activations = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => grain.GetActivationAsync()));

        activations.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Grains_OfManyKeys_SpreadOverTheSilos()
    {
        var silos = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Client.GetGrain<ILifeGrain>(NewKey()).GetSiloAsync()));

        silos.Distinct().Count().ShouldBe(2);
    }
}
