using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>The process under the names that Prometheus' own client libraries use: <c>process_cpu_seconds_total</c> and so on.</summary>
internal sealed class ProcessMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "process";

    private const string DescriptorDirectory = "/proc/self/fd";
    private readonly Process _process = Process.GetCurrentProcess();

    public ProcessMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        var started = new DateTimeOffset(_process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0;
        meter.CreateObservableCounter("process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "User and system CPU time of the process.");
        meter.CreateObservableGauge("process.start_time", () => started, "s", "When the process started, seconds since the Unix epoch.");
        meter.CreateObservableGauge("process.resident_memory", () => Environment.WorkingSet, "By", "Resident memory of the process.");
        meter.CreateObservableGauge("process.threads", CountThreads, "{thread}", "Operating system threads of the process.");
        if (Directory.Exists(DescriptorDirectory))
        {
            meter.CreateObservableGauge("process.open_fds", CountDescriptors, "{descriptor}", "Open file descriptors, sockets included.");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _process.Dispose();

    private static int CountDescriptors() => Directory.EnumerateFileSystemEntries(DescriptorDirectory).Count();

    private int CountThreads()
    {
        _process.Refresh();
        return _process.Threads.Count;
    }
}
