using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Works;

/// <summary>Many rooms of five members. Everybody publishes, and gets an answer as the four others get the message: five frames each time.</summary>
internal sealed class SmallRooms : Work
{
    public required int Rooms { get; init; }

    /// <summary>Of all members together.</summary>
    public required double MessagesPerSecond { get; init; }

    /// <summary>Rooms that each connection is in.</summary>
    public int RoomsEach { get; init; } = 1;

    public override IReadOnlyList<Figure> Figures => [Figure.Cpu, Figure.P50, Figure.P99, Figure.Rate];

    public override async Task<Dictionary<string, double>> RunAsync(Peer peer, Settings settings)
    {
        await using var deployment = await peer.StartAsync(Layout);
        using var generator = new Generator(peer.NewDialect());
        var traffic = new RoomTraffic(generator, Rooms, RoomsEach);
        traffic.Open(deployment);

        // Everybody publishes: far more code runs, and is compiled again in the background, than in the other works.
        return await MeasureAsync(deployment, generator, settings with { WarmUp = settings.WarmUp * 2 }, MessagesPerSecond, (turn, _) => traffic.Publish(turn), RoomTraffic.RoomSize - 1, replies: 1);
    }
}
