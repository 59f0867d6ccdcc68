namespace Orleans.Realtime.Cli.Bench;

/// <summary>Pairs of users, each pair in a room of its own: one says something, the other says it back. The time of the whole way.</summary>
internal sealed class EchoBench(BenchPlan plan, BenchFleet fleet, TimeProvider clock) : BenchWork(plan, fleet, clock)
{
    /// <inheritdoc />
    public override async Task<BenchResult> RunAsync(Action<string, double> report, CancellationToken cancellationToken)
    {
        var pairs = Math.Max(1, Plan.Connections / 2);
        string Room(int pair) => $"{Fleet.Run}-{pair}";
        var there = Enumerable.Range(0, pairs).Select(_ => new Arrivals()).ToArray();
        var back = Enumerable.Range(0, pairs).Select(_ => new Arrivals()).ToArray();
        await Fleet.AddAsync(
            pairs,
            Plan.Window,
            (i, client) => ListenAsync(
                client,
                Room(i),
                there[i],
                isTimed: false,
                then: data => Forward(client.PublishAsync(Room(i), data, cancellationToken: cancellationToken)),
                cancellationToken),
            count => report("connecting", count / (2.0 * pairs)),
            cancellationToken);
        var askers = await Fleet.AddAsync(
            pairs,
            Plan.Window,
            (i, client) => ListenAsync(client, Room(i), back[i], isTimed: true, then: null, cancellationToken),
            count => report("connecting", 0.5 + (count / (2.0 * pairs))),
            cancellationToken);

        var pace = new Pace(Plan.Rate / pairs, Plan.Duration, Clock);
        var sent = await ReportingAsync(Task.WhenAll(askers.Select((client, i) => PublishAsync(client, i, Room(i), pace, null, cancellationToken))), "echoing", pace, report, cancellationToken);
        await SettleAsync(sent.Sum(), cancellationToken);
        report("echoing", 1);
        long Missing(Arrivals[] ways) => ways.Select((way, i) => way.Missing(new Dictionary<int, long> { [i] = sent[i] })).Sum();
        return new BenchResult(
            "due, there and back",
            sent.Sum(),
            Refused,
            sent.Sum() * 2,
            there.Sum(way => way.InOrder) + back.Sum(way => way.InOrder),
            Missing(there) + Missing(back),
            there.Sum(way => way.Late) + back.Sum(way => way.Late),
            Gaps,
            pace.Elapsed,
            Latencies);
    }
}
