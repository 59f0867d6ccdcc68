using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orleans.Realtime.Cluster.Harness.Processes;

/// <summary>Runs <c>./run.sh --cluster</c> once and reads what it prints.</summary>
internal sealed class ClusterLauncher : IDisposable
{
    private readonly StringBuilder _errors = new();
    private readonly Process _process;

    private ClusterLauncher(Process process) => _process = process;

    public int ProcessId => _process.Id;

    public List<ClusterNode> Nodes { get; } = [];

    /// <summary>What it said on standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public static ClusterLauncher Start(LocalClusterOptions options, int port, string data)
    {
        var root = FindRoot();
        var start = new ProcessStartInfo(
            Path.Combine(root, "run.sh"),
            [
                "--cluster", "--silos", options.Silos.ToString(CultureInfo.InvariantCulture), "--gateways", options.Gateways.ToString(CultureInfo.InvariantCulture),
                "--port", port.ToString(CultureInfo.InvariantCulture), "--data", data, .. options.Arguments,
            ])
        {
            WorkingDirectory = root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = new Process { StartInfo = start };
        var launcher = new ClusterLauncher(process);
        process.ErrorDataReceived += (_, line) => launcher.OnError(line.Data);
        process.Start();
        process.BeginErrorReadLine();
        return launcher;
    }

    /// <summary>Whether it said that everything serves.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Reads its lines until the cluster is ready or the script ended.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } text)
        {
            using var line = JsonDocument.Parse(text);
            if (line.RootElement.TryGetProperty("ready", out _))
            {
                IsReady = true;
                return;
            }

            Nodes.Add(ClusterNode.Parse(line.RootElement));
        }

        // What it said at the end is complete only now.
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Ends the script and what it started.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience, TimeProvider.System);
        try
        {
            await NodeProcess.SignalAsync(ProcessId, "TERM", timeout.Token);
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>At once, when the process that runs the tests ends.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose() => _process.Dispose();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.Realtime.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This does not run inside the repository.");
        }

        return folder.FullName;
    }

    private void OnError(string? line)
    {
        if (line is not null)
        {
            lock (_errors)
            {
                _errors.AppendLine(line);
            }
        }
    }
}
