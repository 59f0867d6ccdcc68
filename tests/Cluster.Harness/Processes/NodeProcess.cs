using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Orleans.Realtime.Cluster.Harness.Processes;

/// <summary>Starts processes whose output goes to a file, and sends signals, as a shell does.</summary>
internal static class NodeProcess
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Starts the node's command; its output is appended to its log file.</summary>
    public static void Start(ClusterNode node)
    {
        // The shell only redirects: it becomes the process.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >> \"$0\" 2>&1", node.LogFile, .. node.Arguments]) { WorkingDirectory = node.WorkingDirectory };
        foreach (var (name, value) in node.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        node.ProcessId = process.Id;
        node.IsRunning = true;
    }

    public static async Task SignalAsync(int processId, string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-s", signal, processId.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardError = true })!;
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Returns once the process is gone.</summary>
    public static async Task WaitForEndAsync(int processId, CancellationToken cancellationToken)
    {
        while (IsAlive(processId))
        {
            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
        }
    }

    public static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
