using System.Globalization;
using Orleans.Realtime.Cluster.Harness.History;
using Orleans.Realtime.Cluster.Harness.Processes;

namespace Orleans.Realtime.Cluster.Harness.Chaos;

/// <summary>A cluster of its own, load on it, faults drawn by a seed, and a check of what the clients saw.</summary>
public sealed class ChaosRun
{
    private readonly ChaosOptions _options;
    private readonly LocalCluster _cluster;
    private readonly Workload _load;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly List<Fault> _faults = [];

    private ChaosRun(ChaosOptions options, LocalCluster cluster, Workload load)
    {
        (_options, _cluster, _load, _time) = (options, cluster, load, options.Load.Time);
        _began = _time.GetTimestamp();
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_began);

    /// <summary>Runs it all.</summary>
    /// <exception cref="ClusterException">The cluster did not start.</exception>
    /// <exception cref="TimeoutException">Nor did the clients.</exception>
    public static async Task<ChaosResult> RunAsync(ChaosOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Load.Seed = options.Seed;
        options.Load.LogsMayBeLost = options.Emptying;
        await using var cluster = await LocalCluster.StartAsync(
            new()
            {
                Silos = options.Silos,
                Gateways = options.Gateways,
                // All of a run's history is to be compared, not only its newest part.
                Arguments = ["--Rooms:MaxMessages=1000000"],
            },
            cancellationToken);
        await using var load = await Workload.StartAsync([.. cluster.Gateways.Select(gateway => gateway.Url!)], options.Load, cancellationToken);
        var run = new ChaosRun(options, cluster, load);
        var failure = await run.DisturbAsync(cancellationToken);
        run.Say($"quiet: {load.Acknowledged} acknowledged, {load.Delivered} delivered");
        var report = await load.StopAndCheckAsync();
        var result = new ChaosResult(options.Seed, run._faults, report, run.Elapsed, failure ?? run.FindDead());
        if (!result.IsClean)
        {
            run.KeepLogs();
        }

        return result;
    }

    private async Task<string?> DisturbAsync(CancellationToken cancellationToken)
    {
        var plan = new FaultPlan(_options);
        try
        {
            while (true)
            {
                var step = plan.Next();
                await Task.Delay(step.Peace, _time, cancellationToken);
                if (Elapsed >= _options.Duration)
                {
                    return null;
                }

                await Task.WhenAll(step.Faults.Select(fault => InflictAsync(fault, cancellationToken)));
            }
        }
        catch (ClusterException exception)
        {
            Say(exception.Message);
            return exception.Message;
        }
    }

    private async Task InflictAsync(Fault fault, CancellationToken cancellationToken)
    {
        var node = fault.Role switch
        {
            NodeRole.Silo => _cluster.Silos[fault.Index],
            NodeRole.Gateway => _cluster.Gateways[fault.Index],
            _ => _cluster.Redis,
        };
        await Task.Delay(fault.Delay, _time, cancellationToken);
        if (fault.InBurst)
        {
            _load.Burst();
        }

        Say(fault.ToString());
        lock (_faults)
        {
            _faults.Add(fault);
        }

        switch (fault.Kind)
        {
            case FaultKind.Kill:
                await _cluster.KillAsync(node, cancellationToken);
                break;
            case FaultKind.Terminate:
                await _cluster.TerminateAsync(node, cancellationToken);
                break;
            case FaultKind.Pause:
                await _cluster.PauseAsync(node, cancellationToken);
                break;
            default:
                await _cluster.FlushRedisAsync(cancellationToken);
                break;
        }

        await Task.Delay(fault.Hold, _time, cancellationToken);
        switch (fault.Kind)
        {
            case FaultKind.Kill or FaultKind.Terminate when fault.Role == NodeRole.Redis:
                await _cluster.RestartRedisAsync(cancellationToken);
                break;
            case FaultKind.Kill or FaultKind.Terminate:
                await _cluster.RestartAsync(node, cancellationToken);
                break;
            case FaultKind.Pause:
                await _cluster.ResumeAsync(node, cancellationToken);
                break;
            default:
                break;
        }

        Say($"  {node.InstanceId} is back; {_load.Acknowledged} acknowledged, {_load.Delivered} delivered");
    }

    private string? FindDead() =>
        _cluster.Silos.Concat(_cluster.Gateways).Append(_cluster.Redis).FirstOrDefault(node => node.IsRunning && !NodeProcess.IsAlive(node.ProcessId)) is { } dead
            ? $"{dead.InstanceId} ended by itself: {dead.LogTail(20)}"
            : null;

    private void KeepLogs()
    {
        if (_options.KeepLogsIn is not { } folder)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        foreach (var node in _cluster.Silos.Concat(_cluster.Gateways).Append(_cluster.Redis).Where(node => File.Exists(node.LogFile)))
        {
            File.Copy(node.LogFile, Path.Combine(folder, Path.GetFileName(node.LogFile)), overwrite: true);
        }

        File.WriteAllLines(Path.Combine(folder, "history.txt"), _load.History.Select(entry => entry.ToString()));
        Say("the processes' output and the history are in " + folder);
    }

    private void Say(string text) => _options.Say(string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds,7:F1} s  {text}"));
}
