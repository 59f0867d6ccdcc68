using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Works;

/// <summary>How many messages a second one room of many members takes until p99 is above a quarter of a second: doubled until it fails, then halved in between.</summary>
internal sealed class FanOutMax : Work
{
    private const int Members = 1_000;
    private const double FirstRate = 100;
    private const double LowestRate = 1;
    private const double HighestRate = 50_000;
    private const double Coarse = 2;
    private const double Fine = 1.1;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StepLength = TimeSpan.FromSeconds(1.5);

    private static readonly Figure Max = new("max_per_second", "deliveries/s at most");

    public override IReadOnlyList<Figure> Figures => [Max, Figure.Cpu, Figure.P50, Figure.P99, Figure.Generator];

    public override async Task<Dictionary<string, double>> RunAsync(Peer peer, Settings settings)
    {
        Dictionary<string, double>? best = null;
        var (low, high) = (0.0, FirstRate);
        var fine = settings.Quick ? Coarse : Fine;
        while (low == 0 || high / low > fine)
        {
            // A server that could not follow may be left with anything: the next rate gets a new one.
            (best, low, high) = await ClimbAsync(peer, fine, best, low, high);
        }

        return best!;
    }

    /// <summary>Raises the rate until the server fails.</summary>
    private async Task<(Dictionary<string, double>? Best, double Low, double High)> ClimbAsync(Peer peer, double fine, Dictionary<string, double>? best, double low, double high)
    {
        await using var deployment = await peer.StartAsync(Layout);
        using var generator = new Generator(peer.NewDialect());
        var publisher = FanOut.Open(generator, deployment, Members);
        var number = 0L;
        var doubling = low == 0;

        // A new server compiles its code while it runs for the first time: that counts for nothing.
        Step(Math.Max(low, FirstRate) / Coarse);

        while (low == 0 || doubling || high / low > fine)
        {
            var rate = doubling ? high : Math.Sqrt(low * high);
            if (Step(rate) is not { } values)
            {
                return low > 0 ? (best, low, rate) : rate > LowestRate ? (best, low, rate / Coarse) : throw new IntegrityException("It could not follow at any rate. " + generator.Tally.FirstFault);
            }

            (best, low, high) = (values, rate, doubling ? rate * Coarse : high);
            if (high > HighestRate)
            {
                return (best, low, low);
            }
        }

        return (best, low, high);

        Dictionary<string, double>? Step(double rate)
        {
            generator.Tally.Clear();
            var (cpu, own, begin) = (deployment.CpuMicroseconds, ProcessFigures.CpuMicroseconds(Environment.ProcessId), Stamp.Now);
            try
            {
                // Timed from when it was due: a generator that is held up by the server does not hide it.
                var turns = generator.Run(StepLength, rate, (_, due) => generator.Publish(publisher, FanOut.Room, new(due, 0, ++number)), taken => generator.Tally.Delivered >= (long)taken * Members);
                generator.Tally.Require((long)turns * Members, 0);
            }
            catch (Exception exception) when (exception is IOException or IntegrityException)
            {
                return null;
            }

            var elapsed = Stamp.Now - begin;
            var p99 = generator.Tally.Latencies.Percentile(0.99);
            return p99 > Limit.TotalMicroseconds ? null : new()
            {
                [Max.Key] = generator.Tally.Delivered * 1e6 / elapsed,
                [Figure.Cpu.Key] = (deployment.CpuMicroseconds - cpu) / generator.Tally.Delivered,
                [Figure.P50.Key] = generator.Tally.Latencies.Percentile(0.5),
                [Figure.P99.Key] = p99,
                [Figure.Generator.Key] = 100 * (ProcessFigures.CpuMicroseconds(Environment.ProcessId) - own) / elapsed,
            };
        }
    }
}
