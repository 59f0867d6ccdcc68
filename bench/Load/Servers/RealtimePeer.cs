using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Realtime.Load.Dialects;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Load.Servers;

/// <summary>This repository's server: embedded, or as gateways and silos with Redis between them.</summary>
/// <param name="programs">The folder with the published programs.</param>
/// <param name="profiled">Whether a profiler shall know the names of its methods, which costs something at the start.</param>
internal sealed partial class RealtimePeer(string programs, bool profiled) : Peer("ours", "Orleans.Realtime")
{
    /// <summary>Limits are for strangers; a generator of load is all of them in one.</summary>
    private static readonly string[] Settings = ["--RateLimits:Enabled=false", "--Messaging:AllowUserToUser=true", "--Auth:Mode=Development", "--urls", "http://127.0.0.1:0"];

    /// <summary>A map of compiled methods, in plain memory, and nothing that was compiled before.</summary>
    private static readonly Dictionary<string, string> ProfiledEnvironment = new(DotnetEnvironment)
    {
        ["DOTNET_PerfMapEnabled"] = "1",
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_ReadyToRun"] = "0",
    };

    private readonly IReadOnlyDictionary<string, string> _environment = profiled ? ProfiledEnvironment : DotnetEnvironment;

    public override bool IsOurs => true;

    public override Dialect NewDialect() => new RealtimeDialect();

    public override async Task<Deployment> StartAsync(Layout layout)
    {
        if (layout.Silos == 0)
        {
            var (process, ready) = await ServerProcess.StartAsync(layout.Cores, [.. Program("Embedded"), .. Settings], _environment, Listening());
            return new([ServerProcess.EndPoint(ready[0])], [process]);
        }

        var redis = await RedisServer.StartAsync("--appendfsync", layout.Fsync);
        var silos = new List<ServerProcess>();
        var gateways = new List<(ServerProcess Process, Match[] Ready)>();
        try
        {
            await layout.PinRedisAsync(redis.ProcessId);
            var environment = new Dictionary<string, string>(_environment)
            {
                ["ConnectionStrings__Redis"] = redis.ConnectionString,
                ["Cluster__ClusterId"] = "bench",
                ["Cluster__AdvertisedAddress"] = "127.0.0.1",
            };
            for (var i = 0; i < layout.Silos; i++)
            {
                string[] ports = [$"--Cluster:SiloPort={Port()}", $"--Cluster:GatewayPort={Port()}"];
                silos.Add((await ServerProcess.StartAsync(layout.Cores, [.. Program("Silo"), .. ports], environment, SiloUp())).Process);
            }

            for (var i = 0; i < layout.Gateways; i++)
            {
                gateways.Add(await ServerProcess.StartAsync(layout.Cores, [.. Program("Gateway.Web"), $"--Gateway:InstanceId=gw-{i + 1}", .. Settings], environment, Listening()));
            }

            return new([.. gateways.Select(gateway => ServerProcess.EndPoint(gateway.Ready[0]))], [.. gateways.Select(gateway => gateway.Process), .. silos], redis);
        }
        catch
        {
            gateways.ForEach(gateway => gateway.Process.Dispose());
            silos.ForEach(silo => silo.Dispose());
            await redis.DisposeAsync();
            throw;
        }
    }

    private static string Port() => RedisServer.FreePort().ToString(CultureInfo.InvariantCulture);

    private string[] Program(string name) => ["dotnet", Path.Combine(programs, name, $"Orleans.Realtime.{name}.dll")];

    [GeneratedRegex(@"http://127\.0\.0\.1:(?<port>[1-9]\d*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();

    [GeneratedRegex("Silo is up", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SiloUp();
}
