using System.Text.RegularExpressions;
using Orleans.Realtime.Load.Dialects;

namespace Orleans.Realtime.Load.Servers;

/// <summary>nats-server with its WebSocket listener; several form a cluster by their own means.</summary>
/// <param name="configuration">Its configuration file.</param>
internal sealed partial class NatsPeer(string configuration) : Peer("nats", "nats-server, WebSocket")
{
    public override Dialect NewDialect() => new NatsDialect();

    public override async Task<Deployment> StartAsync(Layout layout)
    {
        var processes = new List<ServerProcess>();
        var found = new List<Match[]>();
        try
        {
            string? first = null;
            for (var i = 0; i < layout.Gateways; i++)
            {
                string[] cluster = layout.Gateways == 1 ? [] : ["--cluster_name", "bench", "--cluster", "nats://127.0.0.1:-1"];
                string[] routes = first is null ? [] : ["--routes", first];
                Regex[] ready = layout.Gateways == 1 ? [WebSocket()] : first is null ? [WebSocket(), Route()] : [WebSocket(), Joined()];
                var (process, matches) = await ServerProcess.StartAsync(
                    layout.Cores, ["nats-server", "--config", configuration, .. cluster, .. routes], new Dictionary<string, string>(), ready);
                processes.Add(process);
                found.Add(matches);
                first ??= layout.Gateways == 1 ? null : "nats://127.0.0.1:" + matches[1].Groups["port"].Value;
            }

            return new([.. found.Select(matches => ServerProcess.EndPoint(matches[0]))], processes);
        }
        catch
        {
            processes.ForEach(process => process.Dispose());
            throw;
        }
    }

    [GeneratedRegex(@"Listening for websocket clients on ws://[^:]*:(?<port>[1-9]\d*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WebSocket();

    [GeneratedRegex(@"Listening for route connections on [^:]*:(?<port>[1-9]\d*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Route();

    [GeneratedRegex("Route connection created", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Joined();
}
