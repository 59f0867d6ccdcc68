using System.Text.RegularExpressions;
using Orleans.Realtime.Load.Dialects;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Load.Servers;

/// <summary>A server of bench/peers that is one program and says <c>listening 127.0.0.1:port</c>; with the address of a Redis as its argument, several speak to each other.</summary>
/// <param name="name">What <c>--peers</c> calls it.</param>
/// <param name="title">What tables call it.</param>
/// <param name="newDialect">How it is spoken to.</param>
/// <param name="command">The program and its arguments.</param>
/// <param name="whyNotSeveral">Why it cannot serve through several gateways; null if it can.</param>
internal sealed partial class ProgramPeer(string name, string title, Func<Dialect> newDialect, IReadOnlyList<string> command, string? whyNotSeveral) : Peer(name, title)
{
    public override string? WhyNotSeveral => whyNotSeveral;

    public override Dialect NewDialect() => newDialect();

    public override async Task<Deployment> StartAsync(Layout layout)
    {
        var redis = layout.Gateways > 1 ? await RedisServer.StartAsync("--appendfsync", layout.Fsync) : null;
        var gateways = new List<(ServerProcess Process, Match[] Ready)>();
        try
        {
            for (var i = 0; i < layout.Gateways; i++)
            {
                IReadOnlyList<string> full = redis is null ? command : [.. command, redis.ConnectionString];
                gateways.Add(await ServerProcess.StartAsync(layout.Cores, full, DotnetEnvironment, Listening()));
            }

            return new([.. gateways.Select(gateway => ServerProcess.EndPoint(gateway.Ready[0]))], [.. gateways.Select(gateway => gateway.Process)], redis);
        }
        catch
        {
            gateways.ForEach(gateway => gateway.Process.Dispose());
            if (redis is not null)
            {
                await redis.DisposeAsync();
            }

            throw;
        }
    }

    [GeneratedRegex(@"^listening 127\.0\.0\.1:(?<port>[1-9]\d*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
