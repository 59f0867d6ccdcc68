using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Works;

/// <summary>Small rooms beside very many others that were published to once: what those cost in memory, and whether they cost anything else.</summary>
internal sealed class KnownRooms : Work
{
    private const int InFlight = 256;
    private const int LiveRooms = 200;
    private const double MessagesPerSecond = 5_000;

    private static readonly Figure Bytes = new("bytes_per_room", "bytes RSS per room");

    public required int Known { get; init; }

    public override IReadOnlyList<Figure> Figures => [Figure.Cpu, Figure.P50, Figure.P99, Figure.Rate, Bytes];

    public override async Task<Dictionary<string, double>> RunAsync(Peer peer, Settings settings)
    {
        await using var deployment = await peer.StartAsync(Layout);
        using var generator = new Generator(peer.NewDialect());
        var traffic = new RoomTraffic(generator, LiveRooms, roomsEach: 1);
        traffic.Open(deployment);
        var before = deployment.GatewayBytes;
        Know(generator, deployment);
        var each = (deployment.GatewayBytes - before) / (double)Known;
        var values = await MeasureAsync(deployment, generator, settings, MessagesPerSecond, (turn, _) => traffic.Publish(turn), RoomTraffic.RoomSize - 1, replies: 1);
        values[Bytes.Key] = each;
        return values;
    }

    private void Know(Generator generator, Deployment deployment)
    {
        generator.Open(deployment.EndPoints, [new Member("publisher") { Service = true }]);
        var publisher = generator.Connections[^1];
        var next = 0;
        generator.Replied = (_, _, _) => Next();
        for (var i = 0; i < InFlight; i++)
        {
            Next();
        }

        generator.Run(TimeSpan.Zero, 0, (_, _) => { }, _ => generator.Tally.Replies >= Known);
        generator.Tally.Require(0, Known);
        generator.Tally.Clear();
        generator.Replied = null;

        void Next()
        {
            if (next < Known)
            {
                next++;
                generator.Publish(publisher, $"known{next}", new(Stamp.Now, 0, 1), next);
            }
        }
    }
}
