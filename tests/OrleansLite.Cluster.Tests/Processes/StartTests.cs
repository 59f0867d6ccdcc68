using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.OrleansLite.TestSilo.Contracts;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Processes;

/// <summary>Processes that start in any order.</summary>
public class StartTests
{
    [Fact]
    public async Task Client_StartedBeforeSilosAndWhileRedisIsAway_WaitsForThem()
    {
        await using var cluster = await ProcessCluster.StartEmptyAsync();
        await cluster.Redis.KillAsync();
        var starting = cluster.AddClientAsync(retries: true);
        await Task.Delay(TimeSpan.FromSeconds(1));
        starting.IsCompleted.ShouldBeFalse();

        await cluster.Redis.RestartAsync();
        await cluster.AddSiloAsync();

        var client = (await starting).Services.GetRequiredService<IClusterClient>();
        (await Eventually.AnswersAsync(client.GetGrain<IVisitGrain>("any").GetAsync)).Silo.ShouldBe(cluster.Silos.Keys.Single());
    }

    [Fact]
    public async Task Silo_StartedWhileRedisDoesNotAnswer_WaitsForIt()
    {
        await using var cluster = await ProcessCluster.StartEmptyAsync();
        await cluster.Redis.FreezeAsync();
        var starting = cluster.AddSiloAsync();

        // Longer than a silo waits for one answer of its membership.
        await Task.Delay(TimeSpan.FromSeconds(6));
        starting.IsCompleted.ShouldBeFalse();
        await cluster.Redis.ThawAsync();

        cluster.Silos.Keys.ShouldContain(await starting);
    }
}
