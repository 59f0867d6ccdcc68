using System.Diagnostics;
using System.Reflection;

namespace Orleans.Realtime.Grains.Interfaces.Diagnostics;

/// <summary>What a process tells of itself. Where silo and gateway share a process, both tell the same.</summary>
/// <param name="Version">The version of the product.</param>
/// <param name="StartedAtUnixMs">When the process started, by its own clock, milliseconds since the Unix epoch.</param>
/// <param name="UptimeMs">Milliseconds since then: differences of counters are rates over differences of this, whatever the clocks do.</param>
/// <param name="CpuSeconds">User and system CPU time, seconds.</param>
/// <param name="ResidentBytes">Resident memory, bytes.</param>
/// <param name="HeapBytes">The managed heap, bytes.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.process-report")]
public sealed record ProcessReport(
    [property: Id(0)] string Version,
    [property: Id(1)] long StartedAtUnixMs,
    [property: Id(2)] long UptimeMs,
    [property: Id(3)] double CpuSeconds,
    [property: Id(4)] long ResidentBytes,
    [property: Id(5)] long HeapBytes)
{
    // Without the revision that a build may append to it.
    private static readonly string ThisVersion =
        typeof(ProcessReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? string.Empty;

    private static readonly DateTimeOffset StartedAt = ReadStart();

    // By the monotonic clock from here on.
    private static readonly long StartedTicks = Environment.TickCount64 - (long)(TimeProvider.System.GetUtcNow() - StartedAt).TotalMilliseconds;

    /// <summary>Reads the figures of this process.</summary>
    public static ProcessReport Read() =>
        new(
            ThisVersion,
            StartedAt.ToUnixTimeMilliseconds(),
            Environment.TickCount64 - StartedTicks,
            Environment.CpuUsage.TotalTime.TotalSeconds,
            Environment.WorkingSet,
            GC.GetTotalMemory(forceFullCollection: false));

    private static DateTimeOffset ReadStart()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime.ToUniversalTime());
    }
}
