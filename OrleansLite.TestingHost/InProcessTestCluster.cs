using System.Collections.ObjectModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Lite.Hosting;
using Orleans.Lite.InProcess;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>Several silos and a client in one process.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    /// <summary>Runs the nodes over TCP, as if each had its own process: for tests of the runtime itself.</summary>
    internal const string TcpSwitch = "Orleans.Lite.TestOverTcp";

    private readonly Lock _lock = new();
    private readonly List<InProcessSiloHandle> _silos = [];
    private IHost? _client;
    private int _started;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    /// <summary>What it is made of.</summary>
    public InProcessTestClusterOptions Options { get; }

    /// <summary>The silos that run.</summary>
    public ReadOnlyCollection<InProcessSiloHandle> Silos
    {
        get
        {
            lock (_lock)
            {
                return new List<InProcessSiloHandle>(_silos).AsReadOnly();
            }
        }
    }

    /// <summary>The client.</summary>
    /// <exception cref="InvalidOperationException">The cluster was not deployed or is stopped.</exception>
    public IClusterClient Client => _client?.Services.GetRequiredService<IClusterClient>()
        ?? throw new InvalidOperationException("The test cluster client is unavailable because the cluster has not been deployed or has been stopped.");

    /// <summary>Starts silos and client.</summary>
    public async Task DeployAsync()
    {
        await StartSilosAsync(Options.InitialSilosCount);
        if (Options.InitializeClientOnDeploy)
        {
            await InitializeClientAsync();
        }
    }

    /// <summary>Starts the client.</summary>
    public async Task InitializeClientAsync()
    {
        await StopClusterClientAsync();
        var builder = CreateHostBuilder("TestClusterClient");
        Options.ClientHostConfigurationDelegates.ForEach(configure => configure(builder));
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(SetIdentity);
            Connect(client.Services);
        });
        var host = builder.Build();
        await host.StartAsync();
        _client = host;
    }

    /// <summary>Starts one more silo.</summary>
    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync() => (await StartSilosAsync(1))[0];

    /// <summary>Starts more silos.</summary>
    public async Task<List<InProcessSiloHandle>> StartSilosAsync(int silosToStart)
    {
        var first = Interlocked.Add(ref _started, silosToStart) - silosToStart;
        var started = await Task.WhenAll(Enumerable.Range(first, silosToStart).Select(StartSiloAsync));
        lock (_lock)
        {
            _silos.AddRange(started);
        }

        return [.. started];
    }

    /// <summary>Stops a silo with a hand-over.</summary>
    public Task StopSiloAsync(InProcessSiloHandle instance) => EndAsync(instance, stopGracefully: true);

    /// <summary>Ends a silo as a crash would.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => EndAsync(instance, stopGracefully: false);

    /// <summary>Stops a silo and starts it again.</summary>
    public async Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance)
    {
        if (instance is null)
        {
            return null;
        }

        await StopSiloAsync(instance);
        var silo = await StartSiloAsync(instance.InstanceNumber);
        lock (_lock)
        {
            _silos.Add(silo);
        }

        return silo;
    }

    /// <summary>Stops the silos.</summary>
    public async Task StopSilosAsync()
    {
        foreach (var silo in Silos)
        {
            await StopSiloAsync(silo);
        }
    }

    /// <summary>Stops client and silos.</summary>
    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        await StopSilosAsync();
    }

    /// <summary>Stops the client.</summary>
    public Task StopClusterClientAsync() => EndClientAsync(CancellationToken.None);

    /// <summary>Ends the client as a crash would.</summary>
    public Task KillClientAsync() => EndClientAsync(new CancellationToken(canceled: true));

    /// <summary>Returns at once: in one process every node knows the membership as it changes.</summary>
    public Task WaitForLivenessToStabilizeAsync(bool didKill = false) => Task.CompletedTask;

    /// <summary>The silos that run.</summary>
    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => Silos.Where(silo => silo.IsActive);

    /// <summary>The silo of an address, or null.</summary>
    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) => Silos.FirstOrDefault(silo => silo.SiloAddress.Equals(siloAddress));

    /// <summary>The services of a silo, of any one if null.</summary>
    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null)
    {
        var handle = silo is null ? Silos[0] : GetSiloForAddress(silo);
        return handle?.ServiceProvider ?? throw new ArgumentException($"The provided silo address '{silo}' is unknown.", nameof(silo));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAllSilosAsync();

    /// <inheritdoc/>
    public void Dispose() => Task.Run(StopAllSilosAsync).GetAwaiter().GetResult();

    private static HostApplicationBuilder CreateHostBuilder(string name) => Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
    {
        ApplicationName = name,
        EnvironmentName = Environments.Development,
        DisableDefaults = true,
    });

    private void Connect(IServiceCollection services)
    {
        services.UseClusterName(Options.ClusterId, shared: true);
        if (AppContext.TryGetSwitch(TcpSwitch, out var overTcp) && overTcp)
        {
            services.Configure<EndpointOptions>(options => (options.SiloPort, options.GatewayPort) = (0, 0));
            services.UseTcp(provider => provider.GetRequiredService<InProcessCluster>().Membership);
        }
    }

    private void SetIdentity(ClusterOptions options)
    {
        options.ClusterId = Options.ClusterId;
        options.ServiceId = Options.ServiceId;
    }

    private async Task<InProcessSiloHandle> StartSiloAsync(int instanceNumber)
    {
        var siloOptions = InProcessTestSiloSpecificOptions.Create(instanceNumber);
        var builder = CreateHostBuilder(siloOptions.SiloName);
        Options.SiloHostConfigurationDelegates.ForEach(configure => configure(siloOptions, builder));
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(SetIdentity);
            silo.Configure<SiloOptions>(options => options.SiloName = siloOptions.SiloName);
            silo.Configure<EndpointOptions>(options =>
            {
                options.SiloPort = siloOptions.SiloPort;
                options.GatewayPort = siloOptions.GatewayPort;
            });
            Connect(silo.Services);
        });
        var host = builder.Build();
        await Task.Run(() => host.StartAsync());
        var details = host.Services.GetRequiredService<ILocalSiloDetails>();
        return new()
        {
            InstanceNumber = (short)instanceNumber,
            Name = siloOptions.SiloName,
            SiloHost = host,
            SiloAddress = details.SiloAddress,
            GatewayAddress = details.GatewayAddress,
        };
    }

    private async Task EndAsync(InProcessSiloHandle instance, bool stopGracefully)
    {
        ArgumentNullException.ThrowIfNull(instance);
        lock (_lock)
        {
            _silos.Remove(instance);
        }

        try
        {
            await instance.StopSiloAsync(stopGracefully);
        }
        finally
        {
            await instance.DisposeAsync();
        }
    }

    private async Task EndClientAsync(CancellationToken cancellationToken)
    {
        var client = _client;
        _client = null;
        if (client is not null)
        {
            await client.StopAsync(cancellationToken);
            await HostDisposal.DisposeAsync(client);
        }
    }
}
