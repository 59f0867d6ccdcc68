using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Realtime.OrleansLite.Tests.Grains;
using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.Tests;

/// <summary>Hosts as the product builds them.</summary>
public class LocalhostTests
{
    [Fact]
    public async Task Client_InAHostOfItsOwn_FindsTheSiloByItsPort()
    {
        using var silo = await StartSiloAsync(30_101);
        using var client = await StartClientAsync(30_101);

        (await client.Services.GetRequiredService<IClusterClient>().GetGrain<IOddGrain>(Guid.NewGuid()).BaseAsync()).ShouldBe(7);

        await client.StopAsync();
        await silo.StopAsync();
    }

    [Fact]
    public async Task Client_WithoutASilo_DoesNotStart() => await Should.ThrowAsync<SiloUnavailableException>(() => StartClientAsync(30_102));

    [Fact]
    public async Task Silos_OnTheSamePort_AreClustersOfTheirOwn()
    {
        using var first = await StartSiloAsync(30_103);
        using var second = await StartSiloAsync(30_103);

        var hosts = await second.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts();

        hosts.Keys.ShouldBe([second.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress]);
        await first.StopAsync();
        await second.StopAsync();
    }

    [Fact]
    public async Task StartupTasks_OfASilo_RunInTheOrderOfTheirStagesAndMayCallGrains()
    {
        var order = new List<int>();
        using var silo = await StartSiloAsync(30_104, builder => builder
            .AddStartupTask(async (services, _) => order.Add(await services.GetRequiredService<IGrainFactory>().GetGrain<IOddGrain>(Guid.NewGuid()).BaseAsync()), 2)
            .AddStartupTask((_, _) => { order.Add(1); return Task.CompletedTask; }, 1));

        order.ShouldBe([1, 7]);
        await silo.StopAsync();
    }

    private static async Task<IHost> StartSiloAsync(int gatewayPort, Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<Meeting>();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(gatewayPort: gatewayPort);
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task<IHost> StartClientAsync(int gatewayPort)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gatewayPort));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
