using System.Globalization;

namespace Orleans.Realtime.Load.Servers;

/// <summary>What the kernel says that a process used.</summary>
internal static class ProcessFigures
{
    /// <summary>USER_HZ: the unit of times in /proc, the same on every Linux.</summary>
    private const double MicrosecondsPerTick = 10_000;

    private const int UserTimeField = 11;

    /// <summary>User and system time in microseconds, of all threads, ended ones too; in steps of 10,000.</summary>
    public static double CpuMicroseconds(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");

        // The second field is the program's name in brackets, and may hold anything.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Parse(fields[UserTimeField]) + Parse(fields[UserTimeField + 1])) * MicrosecondsPerTick;
    }

    /// <summary>Resident memory in bytes.</summary>
    public static long ResidentBytes(int process) =>
        Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;

    private static long Parse(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
