using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Works;

/// <summary>One of two silos is killed under load. Whoever is refused publishes the same again, as clients should; nobody publishes anew before his last message was taken.</summary>
internal sealed class Recovery : Work
{
    private const int Rooms = 200;
    private const double MessagesPerSecond = 1_000;
    private const long RetryAfter = 50_000;
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(8);

    private static readonly Figure Gap = new("gap_ms", "longest wait of a message, ms");
    private static readonly Figure Lost = new("lost", "lost");
    private static readonly Figure Repeats = new("repeats", "publishes repeated");

    public override IReadOnlyList<Figure> Figures => [Gap, Lost, Repeats, Figure.P50, Figure.P99];

    public override async Task<Dictionary<string, double>> RunAsync(Peer peer, Settings settings)
    {
        await using var deployment = await peer.StartAsync(Layout);
        using var generator = new Generator(peer.NewDialect()) { Patience = TimeSpan.FromSeconds(15) };
        var traffic = new RoomTraffic(generator, Rooms, roomsEach: 1);
        traffic.Open(deployment);
        await MeasureAsync(deployment, generator, settings, MessagesPerSecond, (turn, _) => traffic.Publish(turn), RoomTraffic.RoomSize - 1, replies: 1);
        generator.Tally.Clear();

        var waiting = new Dictionary<Connection, int>();
        var refused = new Queue<(long Due, Connection Connection)>();
        var (repeats, published) = (0L, 0L);
        generator.Replied = (connection, _, _) => waiting.Remove(connection);
        generator.Refused = (connection, _) =>
        {
            refused.Enqueue((Stamp.Now + RetryAfter, connection));
            return true;
        };

        // The silos stand last.
        deployment.Processes[^1].Kill();
        generator.Run(AfterKill, MessagesPerSecond, OnTurn, _ => Repeat() && generator.Tally.Replies >= published && generator.Tally.Delivered >= published * (RoomTraffic.RoomSize - 1));
        generator.Tally.Require(published * (RoomTraffic.RoomSize - 1), published);
        return new()
        {
            [Gap.Key] = generator.Tally.Latencies.Max / 1_000.0,
            [Lost.Key] = 0,
            [Repeats.Key] = repeats,
            [Figure.P50.Key] = generator.Tally.Latencies.Percentile(0.5),
            [Figure.P99.Key] = generator.Tally.Latencies.Percentile(0.99),
        };

        void OnTurn(int turn, long due)
        {
            Repeat();
            var connection = generator.Connections[turn % generator.Connections.Count];
            if (waiting.TryAdd(connection, turn))
            {
                traffic.Publish(turn);
                published++;
            }
        }

        bool Repeat()
        {
            while (refused.TryPeek(out var next) && next.Due <= Stamp.Now)
            {
                refused.Dequeue();
                traffic.Repeat(waiting[next.Connection]);
                repeats++;
            }

            return true;
        }
    }
}
