using System.Globalization;
using StackExchange.Redis;

namespace Orleans.Realtime.Cli.Configuration;

/// <summary>Looks at the Redis that a configuration names: whether it is there, and whether what is acknowledged there stays.</summary>
internal static class RedisProbe
{
    private const string Key = "ConnectionStrings:Redis";
    private static readonly Version Oldest = new(6, 2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong with a connection string; null when it can be used.</summary>
    public static string? FaultOf(string connection)
    {
        try
        {
            return ConfigurationOptions.Parse(connection).EndPoints.Count > 0 ? null : "it names no host.";
        }
        catch (ArgumentException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Asks it.</summary>
    /// <exception cref="ToolException">It cannot be reached.</exception>
    public static async Task<IReadOnlyList<Finding>> RunAsync(string connection, CancellationToken cancellationToken)
    {
        var options = ConfigurationOptions.Parse(connection);
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 1;
        // INFO counts as an administrator's command.
        options.AllowAdmin = true;
        try
        {
            using var redis = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(Patience, TimeProvider.System, cancellationToken);
            var findings = new List<Finding>();
            foreach (var endpoint in redis.GetEndPoints())
            {
                var server = redis.GetServer(endpoint);
                if (server.IsConnected)
                {
                    var info = (await server.InfoAsync()).SelectMany(group => group).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
                    Judge(info, await FsyncAsync(redis), Secrets.Masked(Key, endpoint.ToString()!), findings);
                }
            }

            return findings;
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            throw new ToolException(ExitCode.CannotConnect, $"cannot reach the Redis of {Key} ({Secrets.Masked(Key, connection)}): is it running there, and is its password right?");
        }
    }

    /// <summary>What the answers mean.</summary>
    internal static void Judge(IReadOnlyDictionary<string, string> info, string? fsync, string server, ICollection<Finding> findings)
    {
        void Add(Severity severity, string message) => findings.Add(new Finding(severity, Key, null, server, message));
        var version = info.GetValueOrDefault("redis_version") ?? "?";
        var isOld = Version.TryParse(version, out var number) && number < Oldest;
        var keepsFile = info.GetValueOrDefault("aof_enabled") == "1";
        var policy = info.GetValueOrDefault("maxmemory_policy") ?? "?";
        var limit = long.TryParse(info.GetValueOrDefault("maxmemory"), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_048_576:N0} MiB")
            : "no limit";
        Add(Severity.Note, $"Redis {version}, append-only file {(keepsFile ? "on" : "off")} (appendfsync {fsync ?? "unknown"}), maxmemory {limit}, maxmemory-policy {policy}, {info.GetValueOrDefault("role") ?? "?"}.");
        if (isOld)
        {
            Add(Severity.Error, $"is Redis {version}: 6.2 or newer is needed.");
        }

        if (!keepsFile)
        {
            Add(Severity.Warning, "keeps no append-only file: what was acknowledged is lost with the process. Set appendonly yes, and appendfsync everysec or always.");
        }
        else if (fsync == "no")
        {
            Add(Severity.Warning, "has appendfsync no: what was acknowledged may be lost with the machine, up to half a minute of it. Set everysec or always.");
        }

        if (policy != "noeviction" && policy != "?")
        {
            Add(Severity.Warning, $"has maxmemory-policy {policy}: an evicted log is a lost log. Set noeviction.");
        }
    }

    private static async Task<string?> FsyncAsync(ConnectionMultiplexer redis)
    {
        try
        {
            return (string?)((RedisResult[]?)await redis.GetDatabase().ExecuteAsync("CONFIG", "GET", "appendfsync"))?.ElementAtOrDefault(1);
        }
        catch (RedisServerException)
        {
            // Hosted ones often refuse CONFIG.
            return null;
        }
    }
}
