using System.Diagnostics;
using System.Globalization;

namespace Orleans.Realtime.OrleansLite.Bench;

/// <summary>This program again as a process of its own, pinned to a core.</summary>
internal sealed class BenchProcess : IDisposable
{
    private readonly Process _process;

    private BenchProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static BenchProcess Start(int core, params string[] arguments) => new(Process.Start(StartInfo(core, arguments))!);

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<BenchProcess> StartSiloAsync(string redis, string cluster)
    {
        var start = StartInfo(0, ["silo", redis, cluster]);
        start.RedirectStandardOutput = true;
        var process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync() != "READY")
        {
            throw new InvalidOperationException("The silo did not start.");
        }

        return new(process);
    }

    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(int core, string[] arguments)
    {
        var start = new ProcessStartInfo(
            "taskset", ["-c", core.ToString(CultureInfo.InvariantCulture), "dotnet", typeof(BenchProcess).Assembly.Location, .. arguments]) { UseShellExecute = false };
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        return start;
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
