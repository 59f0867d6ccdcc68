using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Processes;

/// <summary>A process of this test's own: started, stopped, and at the latest killed with it.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    private const int Continue = 18;
    private const int Stop = 19;
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public ChildProcess(string file, params string[] arguments)
    {
        _process = new() { StartInfo = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false } };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>All that was printed.</summary>
    public List<string> Output { get; } = [];

    public async Task<string> WaitForLineAsync(Func<string, bool> matches)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
            {
                if (matches(line))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told below.
        }

        lock (Output)
        {
            throw new TimeoutException($"{_process.StartInfo.FileName} did not begin:\n{string.Join('\n', Output)}");
        }
    }

    public void Pause() => Signal(Id, Stop).ShouldBe(0);

    /// <summary>Stops it for so long, but for the machine, which may make it longer.</summary>
    /// <returns>How long it stood still at the most.</returns>
    public Task<TimeSpan> PauseForAsync(TimeSpan time) => Task.Factory.StartNew(
        () =>
        {
            var watch = Stopwatch.StartNew();
            Pause();
            Thread.Sleep(time);
            Resume();
            return watch.Elapsed;
        },
        TaskCreationOptions.LongRunning);

    public void Resume() => Signal(Id, Continue).ShouldBe(0);

    /// <summary>SIGTERM; returns when it has ended.</summary>
    public async Task StopAsync()
    {
        Signal(Id, Terminate).ShouldBe(0);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (Output)
        {
            Output.Add(line);
        }

        _lines.Writer.TryWrite(line);
    }
}
