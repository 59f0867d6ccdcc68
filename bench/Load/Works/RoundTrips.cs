using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Works;

/// <summary>User to user through a room, and back at once: the whole way is timed.</summary>
internal sealed class RoundTrips : Work
{
    private const string Room = "pair";
    private const double PerSecond = 100;

    public override IReadOnlyList<Figure> Figures =>
        Layout.Gateways > 1 ? [Figure.P50, Figure.P99, Figure.Cpu, Figure.RedisCpu] : [Figure.P50, Figure.P99, Figure.Cpu];

    public override async Task<Dictionary<string, double>> RunAsync(Peer peer, Settings settings)
    {
        await using var deployment = await peer.StartAsync(Layout);
        using var generator = new Generator(peer.NewDialect());
        generator.Open(deployment.EndPoints, Enumerable.Range(0, 2).Select(i => new Member($"u{i}", Room) { PublishersPerRoom = 2 }));
        var (first, second) = (generator.Connections[0], generator.Connections[1]);
        generator.Delivered = (connection, stamp) =>
        {
            if (connection == second)
            {
                generator.Publish(second, Room, stamp with { Publisher = 1 });
            }
            else
            {
                generator.Tally.Latencies.Add(Stamp.Now - stamp.Time);
            }
        };
        var number = 0L;
        return await MeasureAsync(deployment, generator, settings, PerSecond, (_, _) => generator.Publish(first, Room, new(Stamp.Now, 0, ++number)), deliveries: 2);
    }
}
