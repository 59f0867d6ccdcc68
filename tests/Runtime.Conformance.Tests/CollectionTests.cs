using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Realtime.Runtime.Conformance.Tests.Grains;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;

namespace Orleans.Realtime.Runtime.Conformance.Tests;

/// <summary>
/// Idle collection. Microsoft's runs by the system's clock, whatever the silo's <see cref="TimeProvider"/>: the ages are short, and what
/// must stay is watched until something else went.
/// </summary>
public sealed class CollectionTests : IAsyncLifetime
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Quantum = TimeSpan.FromSeconds(1);

    private readonly string _key = ConformanceCluster.NewKey();
    private readonly string _idleKey = ConformanceCluster.NewKey();
    private readonly ConformanceCluster _cluster = new(1, silo => silo.Configure<GrainCollectionOptions>(options =>
    {
        options.CollectionAge = Age;
        options.CollectionQuantum = Quantum;
    }));

    private ILifeGrain Grain => _cluster.Client.GetGrain<ILifeGrain>(_key);

    private Signals Signals => _cluster.Signals;

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task IdleGrain_AfterItsCollectionAge_IsDeactivated()
    {
        await Grain.GetActivationAsync();
        (await Signals.NextAsync(_key)).ShouldBe("activated");

        (await Signals.NextAsync(_key)).ShouldBe("deactivated ActivationIdle");
    }

    [Fact]
    public async Task BusyGrain_WhenAnIdleOneGoes_Stays()
    {
        var first = await Grain.GetActivationAsync();

        await WhileAnIdleGrainLivesAsync(Grain.GetActivationAsync);

        (await Grain.GetActivationAsync()).ShouldBe(first);
    }

    [Fact]
    public async Task GrainWithAKeepAliveTimer_WhenAnIdleOneGoes_Stays()
    {
        var second = TimeSpan.FromSeconds(1);
        await Grain.StartTimerAsync(second, second, interleave: false, keepAlive: true, throws: false);
        var first = await Grain.GetActivationAsync();

        await WhileAnIdleGrainLivesAsync(() => Task.CompletedTask);

        (await Grain.GetActivationAsync()).ShouldBe(first);
    }

    [Fact]
    public async Task GrainThatDelaysItsDeactivation_WhenAnIdleOneGoes_Stays()
    {
        await Grain.DelayDeactivationAsync(Timeout.InfiniteTimeSpan);
        var first = await Grain.GetActivationAsync();

        await WhileAnIdleGrainLivesAsync(() => Task.CompletedTask);

        (await Grain.GetActivationAsync()).ShouldBe(first);
    }

    private async Task WhileAnIdleGrainLivesAsync(Func<Task> act)
    {
        await _cluster.Client.GetGrain<ILifeGrain>(_idleKey).GetActivationAsync();
        (await Signals.NextAsync(_idleKey)).ShouldBe("activated");
        await Eventually.HoldsAsync(async () =>
        {
            await act();
            return Signals.CountOf(_idleKey) > 0;
        });
        (await Signals.NextAsync(_idleKey)).ShouldBe("deactivated ActivationIdle");
    }
}
