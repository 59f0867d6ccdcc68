namespace Orleans.Realtime.Cli.Bench;

/// <summary>
/// Publishers, each in a room of its own that nobody hears, each with one message that waits for its acknowledgement: what storing takes. Their positions
/// say whether each message was stored once and in its order.
/// </summary>
internal sealed class PublishBench(BenchPlan plan, BenchFleet fleet, TimeProvider clock) : BenchWork(plan, fleet, clock)
{
    /// <inheritdoc />
    public override async Task<BenchResult> RunAsync(Action<string, double> report, CancellationToken cancellationToken)
    {
        var stored = Enumerable.Range(0, Plan.Connections).Select(_ => new Arrivals()).ToArray();
        var publishers = await Fleet.AddAsync(Plan.Connections, Plan.Window, (_, _) => Task.CompletedTask, count => report("connecting", count / (double)Plan.Connections), cancellationToken);

        var pace = new Pace(Plan.Rate / Plan.Connections, Plan.Duration, Clock);
        Task<long> PublishAsync(int i) => this.PublishAsync(
            publishers[i], i, $"{Fleet.Run}-{i}", pace, result => stored[i].Take(new Stamp(i, result.Seq ?? 0, Ticks: 0)), cancellationToken);

        var sent = await ReportingAsync(Task.WhenAll(Enumerable.Range(0, Plan.Connections).Select(PublishAsync)), "publishing", pace, report, cancellationToken);
        report("publishing", 1);
        return new BenchResult(
            "due to acknowledged",
            sent.Sum(),
            Refused,
            sent.Sum(),
            stored.Sum(log => log.InOrder),
            stored.Select((log, i) => log.Missing(new Dictionary<int, long> { [i] = sent[i] })).Sum(),
            stored.Sum(log => log.Late),
            Gaps,
            pace.Elapsed,
            Latencies);
    }
}
