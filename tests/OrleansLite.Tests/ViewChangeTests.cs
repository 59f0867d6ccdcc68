using Microsoft.Extensions.DependencyInjection;
using Orleans.Lite.Hosting;
using Orleans.Realtime.OrleansLite.Tests.Grains;
using Orleans.TestingHost;

namespace Orleans.Realtime.OrleansLite.Tests;

public class ViewChangeTests
{
    [Fact]
    public async Task Silo_ThatJoins_TakesOverItsShareAndTheOthersLetGo()
    {
        await using var cluster = new InProcessTestClusterBuilder(1).ConfigureSiloHost((_, host) => host.Services.AddSingleton<Meeting>()).Build();
        await cluster.DeployAsync();
        var grains = Enumerable.Range(0, 200).Select(_ => cluster.Client.GetGrain<IOddGrain>(Guid.NewGuid())).ToList();
        await Task.WhenAll(grains.Select(grain => grain.BaseAsync()));
        var first = SiloOf(cluster.Silos[0]);
        var moving = first.Activations.Activations.ToList();
        moving.Count.ShouldBe(200);

        var second = SiloOf(await cluster.StartAdditionalSiloAsync());
        await Task.WhenAll(moving.Where(activation => IsSecond(activation.GrainId)).Select(activation => activation.Deactivated));
        await Task.WhenAll(grains.Select(grain => grain.BaseAsync()));

        first.Activations.Activations.Any(activation => IsSecond(activation.GrainId)).ShouldBeFalse();
        second.Activations.Activations.All(activation => IsSecond(activation.GrainId)).ShouldBeTrue();
        (first.Activations.Count + second.Activations.Count).ShouldBe(200);
        second.Activations.Count.ShouldBeInRange(60, 140);

        bool IsSecond(Orleans.Runtime.GrainId id) => second.Node.View.OwnerOf(id)!.Equals(second.Details.SiloAddress);
    }

    [Fact]
    public async Task Calls_WhileSilosComeAndGo_AreAllAnswered()
    {
        await using var cluster = new InProcessTestClusterBuilder(2).ConfigureSiloHost((_, host) => host.Services.AddSingleton<Meeting>()).Build();
        await cluster.DeployAsync();
        var grains = Enumerable.Range(0, 20).Select(_ => cluster.Client.GetGrain<IOddGrain>(Guid.NewGuid())).ToList();
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(grains.Select(async grain =>
        {
            var calls = 0;
            for (; !stop.IsCancellationRequested; calls++)
            {
                await grain.BaseAsync();
            }

            return calls;
        }));

        for (var i = 0; i < 5; i++)
        {
            var silo = await cluster.StartAdditionalSiloAsync();
            await cluster.StopSiloAsync(silo);
        }

        await stop.CancelAsync();
        (await load).ShouldAllBe(calls => calls > 0);
        cluster.Client.ServiceProvider.GetRequiredService<Client>().Node.PendingCount.ShouldBe(0);
    }

    private static Silo SiloOf(InProcessSiloHandle handle) => handle.ServiceProvider.GetRequiredService<Silo>();
}
