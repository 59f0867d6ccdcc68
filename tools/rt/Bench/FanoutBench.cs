namespace Orleans.Realtime.Cli.Bench;

/// <summary>One room, many members, publishers that are none of them: what it takes to hand a message out.</summary>
internal sealed class FanoutBench(BenchPlan plan, BenchFleet fleet, TimeProvider clock) : BenchWork(plan, fleet, clock)
{
    /// <inheritdoc />
    public override async Task<BenchResult> RunAsync(Action<string, double> report, CancellationToken cancellationToken)
    {
        var room = Fleet.Run;
        var arrivals = Enumerable.Range(0, Plan.Connections).Select(_ => new Arrivals()).ToArray();
        await Fleet.AddAsync(
            Plan.Connections,
            window: 1,
            (i, client) => ListenAsync(client, room, arrivals[i], isTimed: true, then: null, cancellationToken),
            count => report("connecting", count / (double)Plan.Connections),
            cancellationToken);
        var publishers = await Fleet.AddAsync(Plan.Publishers, Plan.Window, (_, _) => Task.CompletedTask, _ => { }, cancellationToken);

        var pace = new Pace(Plan.Rate / Plan.Publishers, Plan.Duration, Clock);
        var counts = await ReportingAsync(Task.WhenAll(publishers.Select((client, i) => PublishAsync(client, i, room, pace, null, cancellationToken))), "publishing", pace, report, cancellationToken);
        var sent = counts.Select((count, i) => (count, i)).ToDictionary(pair => pair.i, pair => pair.count);
        var expected = counts.Sum() * Plan.Connections;
        await SettleAsync(expected, cancellationToken);
        report("publishing", 1);
        return new BenchResult(
            "due to delivered",
            counts.Sum(),
            Refused,
            expected,
            arrivals.Sum(receiver => receiver.InOrder),
            arrivals.Sum(receiver => receiver.Missing(sent)),
            arrivals.Sum(receiver => receiver.Late),
            Gaps,
            pace.Elapsed,
            Latencies);
    }
}
