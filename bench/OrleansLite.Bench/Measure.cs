using System.Diagnostics;
using System.Globalization;

namespace Orleans.Realtime.OrleansLite.Bench;

/// <summary>Runs a load and prints what one operation costs: CPU of the whole process, time, allocation.</summary>
internal static class Measure
{
    public static void Header()
    {
        Console.WriteLine("| load | operations/s | CPU µs each | wall µs each | bytes allocated each |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
    }

    public static async Task RunAsync(string name, int operations, Func<int, Task> run)
    {
        await run(operations / 4);
        await run(operations / 4);
        GC.Collect();
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        await run(operations);
        var wall = watch.Elapsed;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {operations / wall.TotalSeconds:N0} | {cpu.TotalMicroseconds / operations:N2} | {wall.TotalMicroseconds / operations:N2} | {(double)bytes / operations:N0} |"));
    }
}
