using Orleans.Realtime.Runtime.Conformance.Tests.Grains;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;
using Orleans.Runtime;

namespace Orleans.Realtime.Runtime.Conformance.Tests;

/// <summary>Silos come and go.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private readonly ConformanceCluster _cluster = new(2);

    private IClusterClient Client => _cluster.Client;

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Silo_Stopped_HandsItsGrainsOver()
    {
        var grains = await ActivateAsync(40);

        await _cluster.Cluster.StopSiloAsync(_cluster.Cluster.Silos[1]);

        foreach (var (key, grain) in grains)
        {
            (await Eventually.AnswersAsync(grain.GetActivationAsync)).ShouldNotBe(Guid.Empty);
            (await _cluster.Signals.NextAsync(key)).ShouldBe("activated");
        }

        // Each grain that moved was told so before its next activation began.
        foreach (var (key, _) in grains.Where(each => _cluster.Signals.CountOf(each.Key) > 0))
        {
            (await _cluster.Signals.NextAsync(key)).ShouldStartWith("deactivated");
            (await _cluster.Signals.NextAsync(key)).ShouldBe("activated");
        }
    }

    [Fact]
    public async Task Silo_Killed_ItsGrainsAnswerElsewhere()
    {
        var grains = await ActivateAsync(40);
        var silos = await Task.WhenAll(grains.Values.Select(grain => grain.GetSiloAsync()));

        await _cluster.Cluster.KillSiloAsync(_cluster.Cluster.Silos[1]);

        foreach (var grain in grains.Values)
        {
            (await Eventually.AnswersAsync(grain.GetActivationAsync)).ShouldNotBe(Guid.Empty);
        }

        silos.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Silo_KilledDuringACall_FailsTheCall()
    {
        var grains = await ActivateAsync(20);
        var doomed = _cluster.Cluster.Silos[1];
        var held = new List<Task>();
        foreach (var (key, grain) in grains)
        {
            if (await grain.GetSiloAsync() == doomed.SiloAddress.ToString())
            {
                held.Add(grain.HoldAsync(key + "gate"));
                await _cluster.Signals.NextAsync(key + "gate");
            }
        }

        await _cluster.Cluster.KillSiloAsync(doomed);

        held.ShouldNotBeEmpty();
        foreach (var call in held)
        {
            var error = await Should.ThrowAsync<Exception>(() => call);
            (error is SiloUnavailableException or TimeoutException or OrleansMessageRejectionException).ShouldBeTrue(error.ToString());
        }
    }

    [Fact]
    public async Task Silo_ThatJoins_GetsGrains()
    {
        var joined = await _cluster.Cluster.StartAdditionalSiloAsync();

        await Eventually.HoldsAsync(async () =>
        {
            var grain = Client.GetGrain<ILifeGrain>(ConformanceCluster.NewKey());
            return await Eventually.AnswersAsync(grain.GetSiloAsync) == joined.SiloAddress.ToString();
        });
    }

    [Fact]
    public async Task Management_Asked_NamesTheSilos()
    {
        var management = Client.GetGrain<IManagementGrain>(0);
        (await management.GetHosts(onlyActive: true)).Keys.ShouldBe(_cluster.Cluster.Silos.Select(silo => silo.SiloAddress), ignoreOrder: true);

        await _cluster.Cluster.StopSiloAsync(_cluster.Cluster.Silos[1]);

        await Eventually.HoldsAsync(async () => (await Eventually.AnswersAsync(() => management.GetHosts(onlyActive: true))).Count == 1);
    }

    private async Task<Dictionary<string, ILifeGrain>> ActivateAsync(int count)
    {
        var grains = Enumerable.Range(0, count).Select(_ => ConformanceCluster.NewKey()).ToDictionary(key => key, key => Client.GetGrain<ILifeGrain>(key));
        await Task.WhenAll(grains.Values.Select(grain => grain.GetActivationAsync()));
        return grains;
    }
}
