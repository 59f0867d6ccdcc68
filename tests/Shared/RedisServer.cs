using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Orleans.Realtime.Tests.Shared;

/// <summary>
/// A redis-server of the test's own: append-only file in a temporary folder, a free port. It can be killed, started again on the same data, and
/// stopped in its tracks. Nothing is left of it when it is disposed.
/// </summary>
/// <remarks>
/// <c>appendfsync always</c>, unless the arguments say otherwise: with <c>everysec</c> Redis answers before it has written while an fsync is under way, and
/// a kill -9 then loses what was acknowledged.
/// </remarks>
public sealed class RedisServer : IAsyncDisposable
{
    private const int Attempts = 20;
    private const string ReadyLine = "Ready to accept connections";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("realtime-redis-").FullName;
    private readonly string[] _arguments;
    private Process? _process;

    private RedisServer(string[] arguments)
    {
        _arguments = arguments;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    public int Port { get; private set; }

    public string ConnectionString => "127.0.0.1:" + Port.ToString(CultureInfo.InvariantCulture);

    public int ProcessId => _process!.Id;

    /// <summary>Starts a server; further arguments go on its command line.</summary>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        var server = new RedisServer(arguments);
        for (var attempt = 1; ; attempt++)
        {
            server.Port = FreePort();
            if (await server.TryStartAsync())
            {
                return server;
            }

            if (attempt == Attempts)
            {
                await server.DisposeAsync();
                throw new InvalidOperationException($"redis-server found no free port in {Attempts} attempts.");
            }
        }
    }

    /// <summary>A port nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it again, on the port and the data it had.</summary>
    public async Task RestartAsync()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await TryStartAsync())
            {
                return;
            }
        }

        throw new InvalidOperationException($"redis-server does not start again on port {Port}.");
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>SIGSTOP: the kernel still takes what is sent to it, nobody answers.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>Runs a command that answers with one value, and returns the answer.</summary>
    public async Task<string> CommandAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await using var stream = client.GetStream();
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        using var reader = new StreamReader(stream);
        await writer.WriteLineAsync(command);
        var line = await reader.ReadLineAsync() ?? throw new InvalidOperationException("Redis hung up.");
        return line[0] switch
        {
            '-' => throw new InvalidOperationException(line),
            '$' => await reader.ReadLineAsync() ?? string.Empty,
            _ => line[1..],
        };
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> TryStartAsync()
    {
        string[] arguments =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder, "--appendonly", "yes", "--appendfsync", "always",
            "--save", string.Empty, "--daemonize", "no", "--logfile", string.Empty, .. _arguments,
        ];
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("redis-server", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException("redis-server is not installed (Debian and Ubuntu: apt-get install redis-server). The tests of Redis need it.", exception);
        }

        _process = process;
        var output = new List<string>();
        using var timeout = new CancellationTokenSource(StartTimeout, TimeProvider.System);
        while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            output.Add(line);
            if (line.Contains(ReadyLine, StringComparison.Ordinal))
            {
                // Nobody may block on a full pipe.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return true;
            }
        }

        await KillAsync();
        return output.Exists(line => line.Contains("Address already in use", StringComparison.Ordinal) || line.Contains("Failed listening", StringComparison.Ordinal))
            ? false
            : throw new InvalidOperationException("redis-server did not start: " + string.Join(Environment.NewLine, output));
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void OnProcessExit(object? sender, EventArgs e) => _process?.Kill();
}
