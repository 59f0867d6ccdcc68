using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Processes;

/// <summary>Which connections over loopback are a process's own, by what the kernel says.</summary>
internal sealed class OpenSockets(int process)
{
    private readonly ConcurrentDictionary<int, bool> _byPort = new();

    public bool Has(IPEndPoint end) => _byPort.GetOrAdd(end.Port, Find);

    private bool Find(int port)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        var inodes = new[] { "/proc/net/tcp", "/proc/net/tcp6" }
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].EndsWith(suffix, StringComparison.Ordinal) && fields[9] != "0")
            .Select(fields => $"socket:[{fields[9]}]")
            .ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFiles($"/proc/{process}/fd").Any(file => new FileInfo(file).LinkTarget is { } target && inodes.Contains(target));
    }
}
