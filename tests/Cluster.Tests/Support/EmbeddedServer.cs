using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Orleans.Realtime.Cluster.Tests.Support;

/// <summary>The embedded server as a process of its own, on a port that the system chose.</summary>
internal sealed partial class EmbeddedServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EmbeddedServer(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    public int ProcessId => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static Task<EmbeddedServer> StartAsync(params (string Name, string Value)[] settings) => StartAsync(Program("Embedded"), settings);

    /// <summary>Starts a silo instead, whose address is that of its health.</summary>
    public static Task<EmbeddedServer> StartSiloAsync(params (string Name, string Value)[] settings) => StartAsync(Program("Silo"), settings);

    /// <summary>Starts it as the README says.</summary>
    public static Task<EmbeddedServer> StartByScriptAsync(params (string Name, string Value)[] settings) =>
        StartAsync(new ProcessStartInfo(Path.Combine(RepositoryRoot, "run.sh")), settings, TimeSpan.FromMinutes(15));

    private static ProcessStartInfo Program(string project)
    {
        var start = new ProcessStartInfo("dotnet");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"Orleans.Realtime.{project}.dll"));
        return start;
    }

    private static async Task<EmbeddedServer> StartAsync(ProcessStartInfo start, (string Name, string Value)[] settings, TimeSpan? timeout = null)
    {
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add("http://127.0.0.1:0");
        foreach (var (name, value) in settings)
        {
            start.ArgumentList.Add($"--{name}={value}");
        }

        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var server = new EmbeddedServer(process);
        process.OutputDataReceived += (_, line) => server.OnLine(line.Data);
        process.ErrorDataReceived += (_, line) => server.OnLine(line.Data);
        process.Exited += (_, _) =>
        {
            // Returns once both streams were read to their ends.
            process.WaitForExit();
            server._address.TrySetException(new InvalidOperationException("The server ended: " + server.Output));
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            server.Address = await server._address.Task.WaitAsync(timeout ?? StartTimeout);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    public Uri SocketUri(string query) => new($"ws://{Address.Authority}/ws?{query}");

    /// <summary>Sends a signal by its number or name, as an operator's shell does.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        using var cancellation = new CancellationTokenSource(timeout);
        await _process.WaitForExitAsync(cancellation.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    public static string RepositoryRoot
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Orleans.Realtime.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
            }

            return folder.FullName;
        }
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (ListeningOn().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Value));
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9]\d*")]
    private static partial Regex ListeningOn();
}
