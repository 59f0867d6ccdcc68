using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Realtime.OrleansLite.TestSilo.Contracts;
using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Processes;

/// <summary>Redis, silos in processes of their own, and a client in this one.</summary>
internal sealed class ProcessCluster : IAsyncDisposable
{
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly List<IHost> _clients = [];

    public RedisServer Redis { get; } = new();

    /// <summary>The silos by the text of their address.</summary>
    public Dictionary<string, ChildProcess> Silos { get; } = [];

    public IClusterClient Client { get; private set; } = null!;

    public static async Task<ProcessCluster> StartAsync(int silos)
    {
        var cluster = new ProcessCluster();
        await cluster.Redis.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, silos).Select(_ => cluster.AddSiloAsync()));
        cluster.Client = (await cluster.AddClientAsync()).Services.GetRequiredService<IClusterClient>();
        await Eventually.HoldsAsync(async () => (await cluster.GetHostsAsync()).Count == silos);
        return cluster;
    }

    public async Task AddSiloAsync()
    {
        var silo = new ChildProcess("dotnet", typeof(Visit).Assembly.Location, "--redis", Redis.ConnectionString, "--cluster", _name, "--Logging:LogLevel:Default=Information");
        var line = await silo.WaitForLineAsync(line => line.StartsWith("READY ", StringComparison.Ordinal));
        lock (Silos)
        {
            Silos[line["READY ".Length..]] = silo;
        }
    }

    public async Task<IHost> AddClientAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.UseRedisClustering(Redis.ConnectionString);
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (_name, "test"));
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
        });
        var host = builder.Build();
        _clients.Add(host);
        await host.StartAsync();
        return host;
    }

    public async Task<List<string>> GetHostsAsync() =>
        [.. (await Eventually.AnswersAsync(() => Client.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true))).Keys.Select(silo => silo.ToString())];

    /// <summary>Grains on all silos.</summary>
    public async Task<List<IVisitGrain>> ActivateAsync(int count)
    {
        var grains = Enumerable.Range(0, count).Select(_ => Client.GetGrain<IVisitGrain>(Guid.NewGuid().ToString("N"))).ToList();
        await Task.WhenAll(grains.Select(grain => Eventually.AnswersAsync(grain.GetAsync)));
        return grains;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.StopAsync();
            client.Dispose();
        }

        foreach (var silo in Silos.Values)
        {
            silo.Dispose();
        }

        Redis.Dispose();
    }
}
