using System.Diagnostics;
using System.Globalization;

namespace Orleans.Realtime.Cluster.Harness.Processes;

/// <summary>
/// A cluster of real processes on this machine, started by <c>./run.sh --cluster</c> on free ports with a data folder of its own: Redis, silos and
/// gateways that can be killed, stopped, frozen and started again one by one. Several may run side by side. Nothing is left when it is disposed.
/// </summary>
/// <remarks>Its methods may not be called for the same node at the same time.</remarks>
public sealed class LocalCluster : IAsyncDisposable
{
    private const int Attempts = 5;
    private const int LogLines = 30;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly LocalClusterOptions _options;
    private readonly ClusterLauncher _launcher;
    private readonly string _data;
    private readonly List<ClusterNode> _nodes;

    private LocalCluster(LocalClusterOptions options, ClusterLauncher launcher, string data)
    {
        (_options, _launcher, _data, _nodes) = (options, launcher, data, launcher.Nodes);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>The redis-server.</summary>
    public ClusterNode Redis => Of(NodeRole.Redis)[0];

    /// <summary>All silos that were ever started, running or not.</summary>
    public IReadOnlyList<ClusterNode> Silos => Of(NodeRole.Silo);

    /// <summary>All gateways that were ever started, running or not.</summary>
    public IReadOnlyList<ClusterNode> Gateways => Of(NodeRole.Gateway);

    /// <summary>The sample services that were ever started, running or not: with the argument <c>--sample</c>, or <c>--sample NAME</c>, else none.</summary>
    public IReadOnlyList<ClusterNode> Samples => Of(NodeRole.Sample);

    /// <summary>Starts a cluster and returns when every process serves. A port that somebody else took meanwhile leads to another attempt.</summary>
    /// <exception cref="ClusterException">It did not start.</exception>
    public static async Task<LocalCluster> StartAsync(LocalClusterOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        for (var attempt = 1; ; attempt++)
        {
            var data = Directory.CreateTempSubdirectory("realtime-cluster-").FullName;
            var launcher = ClusterLauncher.Start(options, FreePorts.Find(options.Gateways), data);
            var cluster = new LocalCluster(options, launcher, data);
            try
            {
                await cluster.WithinAsync(options.StartTimeout, launcher.ReadAsync, cancellationToken);
                if (launcher.IsReady)
                {
                    return cluster;
                }
            }
            catch
            {
                await cluster.DisposeAsync();
                throw;
            }

            var errors = launcher.Errors;
            await cluster.DisposeAsync();
            if (attempt == Attempts || !errors.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
            {
                throw new ClusterException("The cluster did not start: " + errors);
            }
        }
    }

    /// <summary>kill -9; returns when the process is gone.</summary>
    public async Task KillAsync(ClusterNode node, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        await NodeProcess.SignalAsync(node.ProcessId, "KILL", cancellationToken);
        await WaitForEndAsync(node, cancellationToken);
    }

    /// <summary>SIGTERM; returns when the process is gone.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> TerminateAsync(ClusterNode node, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        var started = Stopwatch.GetTimestamp();
        await NodeProcess.SignalAsync(node.ProcessId, "TERM", cancellationToken);
        await WaitForEndAsync(node, cancellationToken);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>SIGSTOP: the kernel still takes what is sent to the process, and nobody answers.</summary>
    public Task PauseAsync(ClusterNode node, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        return WithinAsync(_options.NodeTimeout, timeout => NodeProcess.SignalAsync(node.ProcessId, "STOP", timeout), cancellationToken);
    }

    /// <summary>SIGCONT.</summary>
    public Task ResumeAsync(ClusterNode node, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        return WithinAsync(_options.NodeTimeout, timeout => NodeProcess.SignalAsync(node.ProcessId, "CONT", timeout), cancellationToken);
    }

    /// <summary>Starts a node again with its own command; one that still runs is told to end first (SIGTERM). Returns when it serves.</summary>
    public async Task RestartAsync(ClusterNode node, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.IsRunning)
        {
            await TerminateAsync(node, cancellationToken);
        }

        await StartNodeAsync(node, cancellationToken);
    }

    /// <summary>Starts Redis again, on the port and the files it had; kills it first if it runs.</summary>
    public async Task RestartRedisAsync(CancellationToken cancellationToken = default)
    {
        if (Redis.IsRunning)
        {
            await KillAsync(Redis, cancellationToken);
        }

        await StartNodeAsync(Redis, cancellationToken);
    }

    /// <summary>FLUSHALL: everything in Redis is gone at once.</summary>
    public async Task FlushRedisAsync(CancellationToken cancellationToken = default)
    {
        var answer = await NodeReadiness.CommandAsync(Redis, "FLUSHALL", cancellationToken);
        if (answer != "+OK")
        {
            throw new ClusterException("FLUSHALL: " + answer);
        }
    }

    /// <summary>Starts a further silo of the same cluster; returns when it is up.</summary>
    public async Task<ClusterNode> AddSiloAsync(CancellationToken cancellationToken = default)
    {
        var port = FreePorts.Find(2);
        return await AddAsync(NodeRole.Silo, "silo-", null, cancellationToken, ("--Cluster:SiloPort=", Text(port)), ("--Cluster:GatewayPort=", Text(port + 1)));
    }

    /// <summary>Starts a further gateway of the same cluster; returns when it is ready.</summary>
    public async Task<ClusterNode> AddGatewayAsync(CancellationToken cancellationToken = default)
    {
        var url = "http://127.0.0.1:" + Text(FreePorts.Find(1));
        return await AddAsync(NodeRole.Gateway, "gw-", url, cancellationToken);
    }

    /// <summary>Starts another process of the sample that <c>--sample</c> started; returns when it is at work.</summary>
    public async Task<ClusterNode> AddSampleAsync(CancellationToken cancellationToken = default) =>
        await AddAsync(NodeRole.Sample, Samples[0].InstanceId + "-", null, cancellationToken);

    /// <summary>The ends of all log files: what a failed test shows.</summary>
    public string Describe()
    {
        lock (_gate)
        {
            return _launcher.Errors + string.Join('\n', _nodes.Select(node => $"--- {node}\n{node.LogTail(LogLines)}"));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        foreach (var node in _nodes.Where(node => node.IsRunning))
        {
            await NodeProcess.SignalAsync(node.ProcessId, "KILL", CancellationToken.None);
        }

        await _launcher.StopAsync(StopPatience);
        foreach (var node in _nodes.Where(node => node.IsRunning))
        {
            await NodeProcess.WaitForEndAsync(node.ProcessId, CancellationToken.None);
        }

        _launcher.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Replace(string argument, (string Prefix, string Value)[] values)
    {
        var found = Array.Find(values, value => argument.StartsWith(value.Prefix, StringComparison.Ordinal));
        return found.Prefix is null ? argument : found.Prefix + found.Value;
    }

    private ClusterNode[] Of(NodeRole role)
    {
        lock (_gate)
        {
            return [.. _nodes.Where(node => node.Role == role)];
        }
    }

    private async Task<ClusterNode> AddAsync(
        NodeRole role, string prefix, string? url, CancellationToken cancellationToken, params (string Prefix, string Value)[] arguments)
    {
        var model = Of(role)[0];
        var name = prefix + Text(Of(role).Length + 1);
        var command = model.Arguments.Select(argument => argument == model.Url?.OriginalString ? url! : Replace(argument, [.. arguments, ("--Gateway:InstanceId=", name)]));
        var node = new ClusterNode(role, name, [.. command], model.WorkingDirectory, model.Environment, Path.Combine(_data, name + ".log"))
        {
            Url = url is null ? null : new Uri(url),
        };
        lock (_gate)
        {
            _nodes.Add(node);
        }

        await StartNodeAsync(node, cancellationToken);
        return node;
    }

    private async Task StartNodeAsync(ClusterNode node, CancellationToken cancellationToken)
    {
        var logLength = File.Exists(node.LogFile) ? new FileInfo(node.LogFile).Length : 0;
        NodeProcess.Start(node);
        await WithinAsync(_options.NodeTimeout, timeout => NodeReadiness.WaitAsync(node, logLength, timeout), cancellationToken);
    }

    private async Task WaitForEndAsync(ClusterNode node, CancellationToken cancellationToken)
    {
        await WithinAsync(_options.NodeTimeout, timeout => NodeProcess.WaitForEndAsync(node.ProcessId, timeout), cancellationToken);
        node.IsRunning = false;
    }

    private async Task WithinAsync(TimeSpan limit, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = TimeProvider.System.CreateTimer(_ => timeout.Cancel(), null, limit, Timeout.InfiniteTimeSpan);
        try
        {
            await work(timeout.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterException($"Not within {limit.TotalSeconds:0} s.\n{Describe()}", exception);
        }
    }

    private void OnProcessExit(object? sender, EventArgs e)
    {
        foreach (var node in _nodes.Where(node => node.IsRunning))
        {
            try
            {
                Process.GetProcessById(node.ProcessId).Kill();
            }
            catch (ArgumentException)
            {
                // It ended by itself.
            }
        }

        _launcher.Kill();
    }
}
