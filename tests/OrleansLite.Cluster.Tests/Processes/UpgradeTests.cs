using Orleans.Realtime.OrleansLite.TestSilo.Contracts;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Processes;

/// <summary>Silos of two versions in one cluster, and a client of the older one.</summary>
public sealed class UpgradeTests : IAsyncLifetime
{
    private ProcessCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await ProcessCluster.StartAsync(silos: 1);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task State_WrittenByEitherVersion_IsReadByTheOther()
    {
        var observer = new VisitObserver();
        var grain = (await _cluster.ActivateAsync(1))[0];
        await grain.SubscribeAsync(_cluster.Client.CreateObjectReference<IVisitObserver>(observer));
        await grain.WriteAsync("by the old");
        var old = _cluster.Silos.Keys.Single();

        var next = await _cluster.AddNextSiloAsync();
        await _cluster.Silos[old].KillAsync();

        (await Eventually.AnswersAsync(grain.GetAsync)).Silo.ShouldBe(next);
        (await Eventually.AnswersAsync(grain.ReadAsync)).ShouldBe("by the old");
        (await Eventually.AnswersAsync(() => grain.AskAsync(1))).ShouldBe(2);
        await grain.WriteAsync("by the new");

        var back = await _cluster.AddSiloAsync();
        await _cluster.Silos[next].KillAsync();

        (await Eventually.AnswersAsync(grain.GetAsync)).Silo.ShouldBe(back);
        (await Eventually.AnswersAsync(grain.ReadAsync)).ShouldBe("by the new");
        (await Eventually.AnswersAsync(() => grain.AskAsync(2))).ShouldBe(3);
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Grains_OfBothVersions_CallEachOther()
    {
        var old = _cluster.Silos.Keys.Single();
        var next = await _cluster.AddNextSiloAsync();
        await Eventually.HoldsAsync(async () => (await _cluster.GetHostsAsync()).Count == 2);
        var grains = await _cluster.ActivateAsync(30);
        var visits = await Task.WhenAll(grains.Select(grain => Eventually.AnswersAsync(grain.GetAsync)));
        var (onOld, onNext) = (Array.FindIndex(visits, visit => visit.Silo == old), Array.FindIndex(visits, visit => visit.Silo == next));

        (await grains[onOld].GetOtherAsync(grains[onNext].GetPrimaryKeyString())).ShouldBe(visits[onNext]);
        (await grains[onNext].GetOtherAsync(grains[onOld].GetPrimaryKeyString())).ShouldBe(visits[onOld]);
    }
}
