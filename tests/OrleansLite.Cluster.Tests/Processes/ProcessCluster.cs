using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Realtime.OrleansLite.TestSilo.Contracts;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;
using Orleans.Realtime.Tests.Shared;
using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Processes;

/// <summary>Redis, silos in processes of their own, and a client in this one.</summary>
internal sealed class ProcessCluster : IAsyncDisposable
{
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly List<IHost> _clients = [];

    public RedisServer Redis { get; private set; } = null!;

    public string RedisConnection => $"{Redis.ConnectionString},abortConnect=false";

    /// <summary>The silos by the text of their address.</summary>
    public Dictionary<string, ChildProcess> Silos { get; } = [];

    /// <summary>What stands in front of silos, by the text of their address.</summary>
    public Dictionary<string, TcpProxy> Proxies { get; } = [];

    public IClusterClient Client { get; private set; } = null!;

    /// <summary>Redis and nothing else.</summary>
    public static async Task<ProcessCluster> StartEmptyAsync() => new() { Redis = await RedisServer.StartAsync() };

    public static async Task<ProcessCluster> StartAsync(int silos, bool behindProxies = false)
    {
        var cluster = await StartEmptyAsync();
        await Task.WhenAll(Enumerable.Range(0, silos).Select(_ => cluster.AddSiloAsync(behindProxies)));
        cluster.Client = (await cluster.AddClientAsync()).Services.GetRequiredService<IClusterClient>();
        await Eventually.HoldsAsync(async () => (await cluster.GetHostsAsync()).Count == silos);
        return cluster;
    }

    public Task<string> AddSiloAsync(bool behindProxy = false) => AddSiloAsync(typeof(Visit).Assembly.Location, behindProxy);

    /// <summary>A silo of the next version, whose contracts have grown.</summary>
    public Task<string> AddNextSiloAsync()
    {
        var program = typeof(Visit).Assembly.Location;
        var next = program.Replace("OrleansLite.Cluster.Tests", "OrleansLite.TestSilo.Next", StringComparison.Ordinal);
        next.ShouldNotBe(program);
        return AddSiloAsync(next, behindProxy: false);
    }

    /// <summary>Nothing gets from a silo to any other, or to this process, nor back, and nobody is told.</summary>
    public void Isolate(string address)
    {
        var isolated = new OpenSockets(Silos[address].Id);
        foreach (var (at, proxy) in Proxies)
        {
            proxy.Swallows = at == address ? _ => true : isolated.Has;
        }
    }

    /// <summary>Ends it.</summary>
    public void Reunite()
    {
        foreach (var proxy in Proxies.Values)
        {
            proxy.Swallows = _ => false;
        }
    }

    public async Task<IHost> AddClientAsync(bool retries = false)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.UseRedisClustering(RedisConnection);
            if (retries)
            {
                client.UseConnectionRetryFilter<PatientRetry>();
            }

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

        foreach (var proxy in Proxies.Values)
        {
            proxy.Dispose();
        }

        await Redis.DisposeAsync();
    }

    private async Task<string> AddSiloAsync(string program, bool behindProxy)
    {
        var proxy = behindProxy ? new TcpProxy() : null;
        string[] endpoint = proxy is null ? [] : ["--port", proxy.Port.ToString(CultureInfo.InvariantCulture), "--listen", proxy.Target.ToString()];
        var silo = new ChildProcess(
            "dotnet", [program, "--redis", RedisConnection, "--cluster", _name, "--Logging:LogLevel:Default=Information", .. endpoint]);
        var line = await silo.WaitForLineAsync(line => line.StartsWith("READY ", StringComparison.Ordinal));
        var address = line["READY ".Length..];
        lock (Silos)
        {
            Silos[address] = silo;
            if (proxy is not null)
            {
                Proxies[address] = proxy;
            }
        }

        return address;
    }
}
