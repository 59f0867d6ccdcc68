using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Orleans.Realtime.Load;

/// <summary>The server under test, pinned to one core, and what the kernel says it used.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private const int TicksPerSecond = 100;

    private readonly Process _process;

    private ServerProcess(Process process, IPEndPoint address)
    {
        _process = process;
        Address = address;
    }

    public IPEndPoint Address { get; }

    /// <summary>User and system time so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
        }
    }

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes =>
        long.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;

    public static ServerProcess Start(string assembly, params string[] settings)
    {
        var start = new ProcessStartInfo("taskset") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-c", "0", "dotnet", assembly, "--urls", "http://127.0.0.1:0", "--RateLimits:Enabled=false", "--Messaging:AllowUserToUser=true", .. settings])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        var process = Process.Start(start) ?? throw new IOException("The server did not start.");
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                // Read on, or a full pipe would stop the server.
                _ = process.StandardOutput.ReadToEndAsync();
                return new ServerProcess(process, new IPEndPoint(IPAddress.Loopback, int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture)));
            }
        }

        throw new IOException("The server ended before it listened.");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:(?<port>[1-9]\d*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
