using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Lite.Activations;
using Orleans.Lite.InProcess;
using Orleans.Lite.Membership;
using Orleans.Lite.Messaging;
using Orleans.Lite.References;
using Orleans.Runtime;

namespace Orleans.Lite.Hosting;

/// <summary>A silo: a node with grains, a member of the cluster.</summary>
internal sealed class Silo : IDisposable
{
    private readonly IMembership _membership;
    private readonly TimeProvider _clock;
    private readonly GrainCollectionOptions _collection;
    private readonly GrainManifest _manifest;
    private ITimer? _collector;

    public Silo(IServiceProvider services, InProcessCluster cluster, TimeProvider clock, ILoggerFactory loggers)
    {
        _membership = cluster.Membership;
        _clock = clock;
        _collection = Options<GrainCollectionOptions>(services);
        var endpoint = Options<EndpointOptions>(services);
        var generation = Generations.Next();
        var address = SiloAddress.New(endpoint.AdvertisedIPAddress, endpoint.SiloPort, generation);
        Details = new(
            Options<SiloOptions>(services).SiloName ?? $"Silo_{address.ToParsableString()}",
            Options<ClusterOptions>(services).ClusterId,
            Environment.MachineName,
            address,
            SiloAddress.New(endpoint.AdvertisedIPAddress, endpoint.GatewayPort, generation));
        var classes = new GrainClasses(GrainClassScanner.Scan(), _collection);
        _manifest = classes.Manifest;
        Node = new(address, cluster.Transport, _membership, NodeOptions.From(Options<SiloMessagingOptions>(services)), clock, loggers.CreateLogger("Orleans.Runtime"));
        References = new(Node, _manifest);
        Activations = new(Node, classes, References, services, _collection, clock);
        Node.Grains = Activations;
        Node.ViewChanged += Activations.ApplyView;
    }

    public Node Node { get; }

    public LocalSiloDetails Details { get; }

    public ReferenceFactory References { get; }

    public ActivationTable Activations { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Node.Open();
        await EnterAsync(SiloStatus.Active, cancellationToken);
        _collector = _clock.CreateTimer(_ => Activations.CollectIdle(), null, _collection.CollectionQuantum, _collection.CollectionQuantum);
    }

    /// <summary>Hands over: deactivates everything while callers are still sent here, then leaves.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _collector?.Dispose();
        try
        {
            await EnterAsync(SiloStatus.ShuttingDown, cancellationToken);
            await Activations.DeactivateAllAsync().WaitAsync(cancellationToken);
            await EnterAsync(SiloStatus.Dead, cancellationToken);
            Node.Close();
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    /// <summary>Ends as the death of the process would: no grain is told, nothing more is sent.</summary>
    public async Task KillAsync()
    {
        _collector?.Dispose();
        Activations.Kill();
        Node.Kill();
        await EnterAsync(SiloStatus.Dead, CancellationToken.None);
    }

    public void Dispose()
    {
        _collector?.Dispose();
        Node.Dispose();
    }

    private static T Options<T>(IServiceProvider services)
        where T : class => services.GetRequiredService<IOptions<T>>().Value;

    private ValueTask EnterAsync(SiloStatus status, CancellationToken cancellationToken) =>
        _membership.UpdateAsync(new(Details.SiloAddress, Details.Name, status, _manifest), cancellationToken);
}
