using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Lite.Activations;
using Orleans.Lite.Membership;
using Orleans.Lite.Messaging;
using Orleans.Lite.References;
using Orleans.Runtime;

namespace Orleans.Lite.Hosting;

/// <summary>A silo: a node with grains, a member of the cluster.</summary>
internal sealed partial class Silo : IDisposable
{
    /// <summary>For so long a silo that was taken for dead waits until it hears the others again; then it tries, for they may be gone themselves.</summary>
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(1);

    /// <summary>For so long a silo tries to join. Who waits for it to start has given it up by then.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    private readonly ICluster _cluster;
    private readonly TimeProvider _clock;
    private readonly GrainCollectionOptions _collection;
    private readonly GrainManifest _manifest;
    private readonly Lock _lock = new();
    private readonly ILogger _logger;
    private ITimer? _collector;
    private SiloStatus _status;
    private bool _isMember;

    public Silo(IServiceProvider services, ICluster cluster, TimeProvider clock, ILoggerFactory loggers)
    {
        _cluster = cluster;
        _clock = clock;
        _logger = loggers.CreateLogger("Orleans.Runtime");
        _collection = Options<GrainCollectionOptions>(services);
        var endpoint = Options<EndpointOptions>(services);
        var generation = Generations.Next();
        var address = cluster.Bind(endpoint, generation);
        Details = new(
            Options<SiloOptions>(services).SiloName ?? $"Silo_{address.ToParsableString()}",
            Options<ClusterOptions>(services).ClusterId,
            Environment.MachineName,
            address,
            SiloAddress.New(address.Endpoint.Address, endpoint.GatewayPort, generation));
        var messaging = Options<SiloMessagingOptions>(services);
        var classes = new GrainClasses(GrainClassScanner.Scan(), _collection, messaging);
        _manifest = classes.Manifest;
        Node = new(address, cluster.Transport, cluster.Membership, NodeOptions.From(messaging), clock, _logger);
        References = new(Node, _manifest);
        Node.References = References;
        Activations = new(Node, classes, References, services, _collection, clock);
        Node.Grains = Activations;
        Node.ViewChanged += OnView;
        cluster.Paused += OnPaused;
    }

    public Node Node { get; }

    public LocalSiloDetails Details { get; }

    public ReferenceFactory References { get; }

    public ActivationTable Activations { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await PatientlyAsync(() => _cluster.StartAsync(Node, cancellationToken), cancellationToken);
        Node.Open();
        await PatientlyAsync(() => EnterAsync(SiloStatus.Active, cancellationToken).AsTask(), cancellationToken);
        _collector = _clock.CreateTimer(_ => Activations.CollectIdle(), null, _collection.CollectionQuantum, _collection.CollectionQuantum);
    }

    /// <summary>Hands over: deactivates everything while callers are still sent here, then leaves.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _collector?.Dispose();
        try
        {
            await SayAsync(SiloStatus.ShuttingDown, cancellationToken);
            await Activations.DeactivateAllAsync().WaitAsync(cancellationToken);
            await SayAsync(SiloStatus.Dead, cancellationToken);
            await Node.DrainAsync(cancellationToken);
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
        lock (_lock)
        {
            _status = SiloStatus.Dead;
        }

        _collector?.Dispose();
        Activations.Kill();
        Node.Kill();
        await _cluster.AbandonAsync(new(Details.SiloAddress, Details.Name, SiloStatus.Dead, _manifest));
    }

    public void Dispose()
    {
        _collector?.Dispose();
        Node.Dispose();
    }

    private static T Options<T>(IServiceProvider services)
        where T : class => services.GetRequiredService<IOptions<T>>().Value;

    private ValueTask EnterAsync(SiloStatus status, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _status = status;
        }

        return _cluster.Membership.UpdateAsync(new(Details.SiloAddress, Details.Name, status, _manifest), cancellationToken);
    }

    /// <summary>A membership that is slow to answer does not end a silo that starts: it is asked again, for a while.</summary>
    private async Task PatientlyAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        for (var since = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                await step();
                return;
            }
            catch (TimeoutException error) when (TimeProvider.System.GetElapsedTime(since) < LongestStart)
            {
                LogNotEntered(_logger, error);
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>Enters a state on the way out. If that cannot be written, the others will find out by themselves.</summary>
    private async Task SayAsync(SiloStatus status, CancellationToken cancellationToken)
    {
        try
        {
            await EnterAsync(status, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogNotEntered(_logger, error);
        }
    }

    private void OnView(MembershipView view)
    {
        Activations.ApplyView(view);
        lock (_lock)
        {
            var isMember = view.Contains(Details.SiloAddress);
            if (isMember || !_isMember || _status != SiloStatus.Active)
            {
                _isMember |= isMember;
                return;
            }

            _isMember = false;
        }

        _ = Task.Run(BeginAnewAsync);
    }

    /// <summary>
    /// The others may have given this silo up while it stood still. Whether they did only the membership knows: by its own clock a silo lets go of nothing, for
    /// while it is a member nobody else takes its grains, and nobody else would learn that they are gone.
    /// </summary>
    private void OnPaused() => _ = Task.Run(async () =>
    {
        try
        {
            await _cluster.Membership.RefreshAsync();
        }
        catch (Exception error)
        {
            LogNotRefreshed(_logger, error);
        }
    });

    /// <summary>The others took this silo for dead: it lets go of everything and joins as a new run.</summary>
    private async Task BeginAnewAsync()
    {
        LogBeginsAnew(_logger, Details.SiloAddress);
        Activations.Drop();
        Details.Renew(Generations.Next());
        _cluster.Rename(Details.SiloAddress);
        Node.Rename(Details.SiloAddress);
        for (var since = TimeProvider.System.GetTimestamp(); _status == SiloStatus.Active;)
        {
            try
            {
                await _cluster.Membership.RefreshAsync();
                if (_cluster.ShareHeard() <= 0.5 && TimeProvider.System.GetElapsedTime(since) < LongestAbsence)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
                    continue;
                }

                await EnterAsync(SiloStatus.Active, CancellationToken.None);
                return;
            }
            catch (Exception error)
            {
                LogNotEntered(_logger, error);
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            }
        }
    }
}
