using System.Text.Json;

namespace Orleans.Realtime.Cluster.Harness.Processes;

/// <summary>One process of a <see cref="LocalCluster"/>, as its line of JSON describes it. It stays the same node when it is started again.</summary>
public sealed class ClusterNode
{
    private const int TailBytes = 16 * 1024;

    internal ClusterNode(NodeRole role, string instanceId, IReadOnlyList<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string> environment, string logFile)
    {
        Role = role;
        InstanceId = instanceId;
        Arguments = arguments;
        WorkingDirectory = workingDirectory;
        Environment = environment;
        LogFile = logFile;
    }

    /// <summary>What it is.</summary>
    public NodeRole Role { get; }

    /// <summary>Its name: <c>redis</c>, <c>silo-1</c>, <c>gw-1</c>; for gateways the one that clients see.</summary>
    public string InstanceId { get; }

    /// <summary>The process; of the last one when it is not running.</summary>
    public int ProcessId { get; internal set; }

    /// <summary>Whether it was not killed or stopped by the harness since its last start.</summary>
    public bool IsRunning { get; internal set; }

    /// <summary>Where a gateway serves HTTP, for example <c>http://127.0.0.1:9100</c>; none for others.</summary>
    public Uri? Url { get; init; }

    /// <summary>Where Redis listens; 0 for others.</summary>
    public int Port { get; init; }

    /// <summary>The program and its arguments: what starts it again.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The folder to start it in.</summary>
    public string WorkingDirectory { get; }

    /// <summary>What to add to the environment when it is started.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The file with its output, over all its starts.</summary>
    public string LogFile { get; }

    /// <summary>The last lines of its output.</summary>
    public string LogTail(int lines)
    {
        if (!File.Exists(LogFile))
        {
            return "(no output)";
        }

        using var stream = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(Math.Max(0, stream.Length - TailBytes), SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        return string.Join('\n', reader.ReadToEnd().TrimEnd('\n').Split('\n').TakeLast(lines));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{InstanceId} (process {ProcessId}, {(IsRunning ? "running" : "not running")})";

    internal static ClusterNode Parse(JsonElement line) =>
        new(
            Enum.Parse<NodeRole>(line.GetProperty("role").GetString()!, ignoreCase: true),
            line.GetProperty("instance_id").GetString()!,
            [.. line.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()!)],
            line.GetProperty("cwd").GetString()!,
            line.GetProperty("env").EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!),
            line.GetProperty("log").GetString()!)
        {
            ProcessId = line.GetProperty("pid").GetInt32(),
            IsRunning = true,
            Url = line.TryGetProperty("url", out var url) ? new Uri(url.GetString()!) : null,
            Port = line.TryGetProperty("port", out var port) ? port.GetInt32() : 0,
        };
}
