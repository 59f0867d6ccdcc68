using Orleans.Realtime.Cluster.Harness.Processes;

namespace Orleans.Realtime.Cluster.Harness.Chaos;

/// <summary>Draws faults. The same seed and the same cluster give the same faults in the same order.</summary>
internal sealed class FaultPlan(ChaosOptions options)
{
    private static readonly TimeSpan LongestPeace = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);

    private readonly Random _random = new(options.Seed);

    public FaultStep Next()
    {
        var peace = LongestPeace * _random.NextDouble();
        var first = Draw(TimeSpan.Zero);
        if (_random.Next(3) > 0)
        {
            return new(peace, [first]);
        }

        // Nothing befalls one process twice at once.
        Fault second;
        do
        {
            second = Draw(LongestDelay * _random.NextDouble());
        }
        while ((second.Role, second.Index) == (first.Role, first.Index));

        return new(peace, [first, second]);
    }

    private Fault Draw(TimeSpan delay)
    {
        // Short ones are as interesting as long ones: what is just not noticed, and what is.
        var hold = options.LongestFault * Math.Pow(_random.NextDouble(), 2);
        var inBurst = _random.Next(2) == 0;
        var dice = _random.Next(options.Emptying ? 12 : 10);
        return dice switch
        {
            < 4 => new(Any(FaultKind.Kill, FaultKind.Terminate, FaultKind.Pause), NodeRole.Silo, _random.Next(options.Silos), delay, hold, inBurst),
            < 8 => new(Any(FaultKind.Kill, FaultKind.Terminate, FaultKind.Pause), NodeRole.Gateway, _random.Next(options.Gateways), delay, hold, inBurst),
            < 10 => new(Any(FaultKind.Kill, FaultKind.Pause), NodeRole.Redis, 0, delay, hold, inBurst),
            _ => new(FaultKind.Empty, NodeRole.Redis, 0, delay, hold, inBurst),
        };
    }

    private FaultKind Any(params FaultKind[] kinds) => kinds[_random.Next(kinds.Length)];
}
