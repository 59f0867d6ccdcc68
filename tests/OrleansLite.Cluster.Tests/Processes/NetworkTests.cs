using System.Diagnostics;
using Orleans.Realtime.OrleansLite.TestSilo.Contracts;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;
using Orleans.Runtime;
using Xunit.Abstractions;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Processes;

/// <summary>Silos as processes, whose connections are cut or lose everything.</summary>
public sealed class NetworkTests(ITestOutputHelper output) : IAsyncLifetime
{
    private ProcessCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await ProcessCluster.StartAsync(silos: 3, behindProxies: true);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Connections_Cut_FailTheirCallsAtOnceAndKillNobody()
    {
        var grains = await _cluster.ActivateAsync(30);
        var before = await Task.WhenAll(grains.Select(grain => grain.GetAsync()));
        var held = grains[0].HoldAsync();

        foreach (var proxy in _cluster.Proxies.Values)
        {
            proxy.Cut();
        }

        await Should.ThrowAsync<SiloUnavailableException>(() => held);
        (await Task.WhenAll(grains.Skip(1).Select(grain => Eventually.AnswersAsync(grain.GetAsync)))).ShouldBe(before.Skip(1));
        (await _cluster.GetHostsAsync()).ShouldBe(_cluster.Silos.Keys, ignoreOrder: true);
    }

    [Fact]
    public async Task Silo_CutOffWithoutAWord_IsGivenUpByTheOthersStaysOutAndComesBack()
    {
        var grains = await _cluster.ActivateAsync(60);
        var before = await Task.WhenAll(grains.Select(grain => grain.GetAsync()));
        var isolated = _cluster.Silos.Keys.First();
        var held = grains[Array.FindIndex(before, visit => visit.Silo == isolated)].HoldAsync();
        var watch = Stopwatch.StartNew();

        _cluster.Isolate(isolated);

        await Should.ThrowAsync<SiloUnavailableException>(() => held);
        output.WriteLine($"call in flight failed after {watch.ElapsedMilliseconds} ms");
        var meanwhile = await Task.WhenAll(grains.Select(grain => Eventually.AnswersAsync(grain.GetAsync)));
        output.WriteLine($"all grains answered elsewhere after {watch.ElapsedMilliseconds} ms");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(6));
        meanwhile.ShouldAllBe(visit => visit.Silo != isolated);
        await StayAsync(grains, meanwhile, TimeSpan.FromSeconds(8));
        _cluster.Reunite();

        await Eventually.HoldsAsync(async () => (await _cluster.GetHostsAsync()).Count == 3);
        (await _cluster.GetHostsAsync()).ShouldNotContain(isolated);
        await Eventually.HoldsAsync(async () =>
            (await Task.WhenAll(grains.Select(grain => Eventually.AnswersAsync(grain.GetAsync)))).Any(visit => visit.ProcessId == _cluster.Silos[isolated].Id));
    }

    /// <summary>The others keep their grains where they are: who is cut off does not come and go.</summary>
    private static async Task StayAsync(List<IVisitGrain> grains, Visit[] where, TimeSpan time)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time; await Task.Delay(250))
        {
            (await Task.WhenAll(grains.Select(grain => Eventually.AnswersAsync(grain.GetAsync)))).ShouldBe(where);
        }
    }
}
