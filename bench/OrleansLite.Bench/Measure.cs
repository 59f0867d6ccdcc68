using System.Diagnostics;
using System.Globalization;

namespace Orleans.Realtime.OrleansLite.Bench;

/// <summary>Runs a load and prints what one operation costs: user and system time of all processes that take part, by the kernel's count.</summary>
/// <param name="others">The processes beside this one.</param>
internal sealed class Measure(params int[] others)
{
    private const double MicrosecondsPerTick = 10_000;

    public static void Header()
    {
        Console.WriteLine("| load | operations/s | CPU µs each | p50 µs | p99 µs | bytes allocated here |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
    }

    public async Task RunAsync(string name, int operations, Func<int, Task> run)
    {
        // Twice, so that what is measured has been compiled in full.
        await run(operations / 4);
        await run(operations / 4);
        GC.Collect();
        Latencies.Clear();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = CpuMicroseconds();
        var watch = Stopwatch.StartNew();
        await run(operations);
        var wall = watch.Elapsed;
        cpu = CpuMicroseconds() - cpu;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {operations / wall.TotalSeconds:N0} | {cpu / operations:N2} | {Latencies.Percentile(0.5)} | {Latencies.Percentile(0.99)} | {(double)bytes / operations:N0} |"));
    }

    /// <summary>How long single calls took; filled by loads of one call at a time.</summary>
    public Latencies Latencies { get; } = new();

    private double CpuMicroseconds() => CpuOf(Environment.ProcessId) + others.Sum(CpuOf);

    private static double CpuOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * MicrosecondsPerTick;
    }
}
