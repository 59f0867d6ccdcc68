using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Works;

/// <summary>Connections at rest.</summary>
internal sealed class Idle : Work
{
    private const int Connections = 10_000;
    private const int QuickConnections = 2_000;
    private const int WarmUpConnections = 500;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private static readonly Figure Bytes = new("bytes_each", "bytes RSS each");
    private static readonly Figure Connect = new("connect_us", "CPU µs per connect");
    private static readonly Figure AtRest = new("idle_us_per_second", "CPU µs/s of each 1,000 at rest");
    private static readonly Figure Rate = new("connects_per_second", "connects/s");

    public override IReadOnlyList<Figure> Figures => [Bytes, Connect, AtRest, Rate];

    public override async Task<Dictionary<string, double>> RunAsync(Peer peer, Settings settings)
    {
        var count = settings.Scale(Connections, QuickConnections);
        await using var deployment = await peer.StartAsync(Layout);
        using var generator = new Generator(peer.NewDialect());

        // So that what is there once, and code that is compiled at its first use, counts for none of them.
        generator.Open(deployment.EndPoints, Enumerable.Range(0, WarmUpConnections).Select(i => new Member($"warm{i}")));
        generator.CloseFrom(0);
        generator.Rest(Settling);

        var (memory, cpu, begin) = (deployment.GatewayBytes, deployment.CpuMicroseconds, Stamp.Now);
        generator.Open(deployment.EndPoints, Enumerable.Range(0, count).Select(i => new Member($"u{i}")));
        var (connecting, seconds) = (deployment.CpuMicroseconds - cpu, (Stamp.Now - begin) / 1e6);
        generator.Rest(Settling);

        cpu = deployment.CpuMicroseconds;
        generator.Rest(settings.Duration);
        var resting = deployment.CpuMicroseconds - cpu;
        generator.Tally.Require(0, 0);
        return new()
        {
            [Bytes.Key] = (deployment.GatewayBytes - memory) / (double)count,
            [Connect.Key] = connecting / count,
            [AtRest.Key] = resting / settings.Duration.TotalSeconds / (count / 1_000.0),
            [Rate.Key] = count / seconds,
        };
    }
}
