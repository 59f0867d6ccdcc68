using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orleans.Realtime.Load.Results;

/// <summary>What the figures were taken on: enough to judge them, and nothing that names the machine or who owns it.</summary>
internal sealed partial record Machine(string Processor, int Cores, int MemoryGiB, string Kernel, string System, IReadOnlyDictionary<string, string> Versions)
{
    /// <param name="arguments">Where the peers are, and which revision of this repository was built.</param>
    public static Machine Describe(Arguments arguments)
    {
        var versions = new Dictionary<string, string?>
        {
            ["Orleans.Realtime"] = arguments.Revision,
            [".NET"] = Environment.Version.ToString(),
            ["node"] = VersionOf("node", "--version"),
            ["socket.io"] = Package(arguments, "socketio", "socket.io"),
            ["@socket.io/redis-adapter"] = Package(arguments, "socketio", "@socket.io/redis-adapter"),
            ["ws"] = Package(arguments, "ws", "ws"),
            ["nats-server"] = VersionOf("nats-server", "--version"),
            ["redis-server"] = VersionOf("redis-server", "--version"),
            ["cc"] = VersionOf("cc", "--version"),
        };
        return new(
            Value("/proc/cpuinfo", "model name", ':'),
            // Not Environment.ProcessorCount: this program is pinned to one of them.
            File.ReadLines("/proc/cpuinfo").Count(line => line.StartsWith("processor", StringComparison.Ordinal)),
            (int)Math.Round(long.Parse(Value("/proc/meminfo", "MemTotal", ':').Split(' ')[0], CultureInfo.InvariantCulture) / 1024.0 / 1024.0),
            File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
            Value("/etc/os-release", "PRETTY_NAME", '=').Trim('"'),
            versions.Where(version => version.Value is not null).ToDictionary(version => version.Key, version => version.Value!));
    }

    private static string Value(string file, string key, char separator) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line ? line[(line.IndexOf(separator, StringComparison.Ordinal) + 1)..].Trim() : "unknown";

    private static string? VersionOf(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, [argument]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            return VersionNumber().Match(process.StandardOutput.ReadToEnd()).Value;
        }
        catch (global::System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string? Package(Arguments arguments, string peer, string package)
    {
        var file = Path.Combine(arguments.Peers, peer, "node_modules", package, "package.json");
        if (!File.Exists(file))
        {
            return null;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return json.RootElement.GetProperty("version").GetString();
    }

    [GeneratedRegex(@"\d+(\.\d+)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionNumber();
}
