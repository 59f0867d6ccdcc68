using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Orleans.Realtime.Load.Servers;

/// <summary>One process of a server under test, pinned to its cores. It ends when it is disposed, or when this program does.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int KeptLines = 20;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Queue<string> _output = new();
    private readonly List<(Regex Pattern, TaskCompletionSource<Match> Found)> _awaited = [];

    private ServerProcess(Process process)
    {
        _process = process;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    public int Id => _process.Id;

    /// <summary>Starts a program and waits until it has said where it listens.</summary>
    /// <param name="cores">The cores it may use, as <c>taskset -c</c> takes them.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Added to this program's own.</param>
    /// <param name="ready">What lines of its output must match, all of them, with groups named <c>port</c> where they tell one.</param>
    /// <returns>The process and the match of each pattern.</returns>
    /// <exception cref="IOException">It ended, or took longer than a minute.</exception>
    public static async Task<(ServerProcess Process, Match[] Ready)> StartAsync(string cores, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, params Regex[] ready)
    {
        var start = new ProcessStartInfo("taskset", ["-c", cores, .. command]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        try
        {
            var matches = ready.Select(server.Await).ToList();
            server._process.OutputDataReceived += (_, line) => server.OnLine(line.Data);
            server._process.ErrorDataReceived += (_, line) => server.OnLine(line.Data);
            server._process.Exited += (_, _) => server.OnExited();
            server._process.Start();
            server._process.BeginOutputReadLine();
            server._process.BeginErrorReadLine();
            return (server, await Task.WhenAll(matches).WaitAsync(StartPatience, TimeProvider.System));
        }
        catch (Exception exception)
        {
            server.Dispose();
            throw exception is TimeoutException ? new IOException($"{string.Join(' ', command.Take(2))} did not say that it listens. {server.Output}") : exception;
        }
    }

    /// <summary>Where a match's port is, on this machine.</summary>
    public static IPEndPoint EndPoint(Match ready) => new(IPAddress.Loopback, int.Parse(ready.Groups["port"].Value, CultureInfo.InvariantCulture));

    /// <summary>The last it said.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>kill -9, as a machine that fails.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        End();
        _process.Dispose();
    }

    private Task<Match> Await(Regex pattern)
    {
        var found = new TaskCompletionSource<Match>(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited.Add((pattern, found));
        return found.Task;
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > KeptLines)
            {
                _output.Dequeue();
            }
        }

        foreach (var (pattern, found) in _awaited)
        {
            if (!found.Task.IsCompleted && pattern.Match(line) is { Success: true } match)
            {
                found.TrySetResult(match);
            }
        }
    }

    private void OnExited()
    {
        foreach (var (_, found) in _awaited)
        {
            found.TrySetException(new IOException("The server ended before it listened. " + Output));
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => End();

    private void End()
    {
        try
        {
            _process.Kill();
            _process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It never started, or is gone.
        }
    }
}
