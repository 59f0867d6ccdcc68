using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Works;

/// <summary>One room, many members, one publisher who is no member.</summary>
internal sealed class FanOut : Work
{
    public const string Room = "fan";

    public required int Members { get; init; }

    public required double MessagesPerSecond { get; init; }

    public override IReadOnlyList<Figure> Figures =>
        Layout.Gateways > 1 ? [Figure.Cpu, Figure.RedisCpu, Figure.P50, Figure.P99, Figure.Rate] : [Figure.Cpu, Figure.P50, Figure.P99, Figure.Rate];

    public override async Task<Dictionary<string, double>> RunAsync(Peer peer, Settings settings)
    {
        await using var deployment = await peer.StartAsync(Layout);
        using var generator = new Generator(peer.NewDialect());
        var publisher = Open(generator, deployment, Members);
        var number = 0L;
        return await MeasureAsync(
            deployment, generator, settings, MessagesPerSecond, (_, _) => generator.Publish(publisher, Room, new(Stamp.Now, 0, ++number)), deliveries: Members);
    }

    /// <summary>Opens the members' connections and the publisher's, which it returns.</summary>
    public static Connection Open(Generator generator, Deployment deployment, int members)
    {
        generator.Open(deployment.EndPoints, Enumerable.Range(0, members).Select(i => new Member($"u{i}", Room)));
        generator.Open(deployment.EndPoints, [new Member("publisher") { Service = true }]);
        return generator.Connections[^1];
    }
}
