using System.Diagnostics;
using System.Globalization;
using System.Text;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Documentation;

/// <summary>A shell into which commands are typed one after another, so that what one sets the next one has.</summary>
internal sealed class Shell : IAsyncDisposable
{
    private const string Mark = "\u001e";

    private readonly Process _bash;
    private readonly StringBuilder _errors = new();

    private Shell(Process bash) => _bash = bash;

    public static Shell Start()
    {
        var bash = Process.Start(new ProcessStartInfo("bash", ["--noprofile", "--norc"])
        {
            WorkingDirectory = EmbeddedServer.RepositoryRoot,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var shell = new Shell(bash);
        bash.ErrorDataReceived += (_, line) => shell.OnError(line.Data);
        bash.BeginErrorReadLine();
        return shell;
    }

    /// <summary>Runs a command to its end, and returns what it wrote to standard output. One that fails throws.</summary>
    public async Task<string> RunAsync(string command)
    {
        await _bash.StandardInput.WriteLineAsync($"{command}\nprintf '\\n\\036%s\\n' \"$?\"");
        await _bash.StandardInput.FlushAsync();
        var output = new List<string>();
        using var patience = new CancellationTokenSource(TestClient.Patience + TestClient.Patience);
        while (await _bash.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                int.Parse(line[1..], CultureInfo.InvariantCulture).ShouldBe(0, $"{command}\n{string.Join('\n', output)}\n{Errors}");
                return string.Join('\n', output).Trim();
            }

            output.Add(line);
        }

        throw new InvalidOperationException($"The shell ended over: {command}\n{Errors}");
    }

    public async ValueTask DisposeAsync()
    {
        _bash.Kill(entireProcessTree: true);
        await _bash.WaitForExitAsync();
        _bash.Dispose();
    }

    private string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    private void OnError(string? line)
    {
        lock (_errors)
        {
            _errors.AppendLine(line);
        }
    }
}
