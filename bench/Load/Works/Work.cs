using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Works;

/// <summary>Something that a server is given to do.</summary>
internal abstract class Work
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    /// <summary>What <c>--only</c> calls it; several works may share it, and then share a table.</summary>
    public required string Group { get; init; }

    /// <summary>What it is, for the table's head.</summary>
    public required string Title { get; init; }

    /// <summary>What distinguishes it from others of its group; null where nothing does.</summary>
    public string? Variant { get; init; }

    /// <summary>Which processes it needs.</summary>
    public Layout Layout { get; init; } = Layout.One;

    /// <summary>Why only this repository's server can do it; null if others can.</summary>
    public string? WhyOnlyOurs { get; init; }

    /// <summary>Whether it is left out for the others without a word: a further row about ours.</summary>
    public bool IsExtra { get; init; }

    /// <summary>How often at most; for works that take long.</summary>
    public int MaxRounds { get; init; } = int.MaxValue;

    /// <summary>Whether peers have rows beside ours.</summary>
    public bool HasPeers => !IsExtra && WhyOnlyOurs is null;

    /// <summary>Its name in the JSON file.</summary>
    public string Name => string.Join(", ", ((string?[])[Group, Variant, IsExtra || !HasPeers ? Layout.Description : null]).Where(part => part is not null));

    /// <summary>What it measures, the main figure first.</summary>
    public abstract IReadOnlyList<Figure> Figures { get; }

    /// <summary>What the table calls the row of a server.</summary>
    public string Row(Peer peer) => string.Join(", ", ((string?[])[peer.Title, peer.IsOurs ? Layout.Description : null, Variant]).Where(part => part is not null));

    /// <summary>Why this server cannot do it; null if it can.</summary>
    public string? WhyNot(Peer peer) =>
        peer.IsOurs ? null : WhyOnlyOurs ?? (Layout.Gateways > 1 ? peer.WhyNotSeveral : null);

    /// <summary>Runs it once against a server of its own.</summary>
    /// <exception cref="IntegrityException">Not everything arrived once and in order.</exception>
    /// <exception cref="IOException">The server did not start, refused a connection or closed one.</exception>
    public abstract Task<Dictionary<string, double>> RunAsync(Peer peer, Settings settings);

    /// <summary>Measures what a load costs a server, after the same load has warmed it up.</summary>
    /// <param name="deployment">The server.</param>
    /// <param name="generator">With its connections open.</param>
    /// <param name="settings">How long.</param>
    /// <param name="turnsPerSecond">How often <paramref name="turn"/> is called.</param>
    /// <param name="turn">Publishes what is due.</param>
    /// <param name="deliveries">How many messages each turn brings.</param>
    /// <param name="replies">How many answers each turn brings.</param>
    protected async Task<Dictionary<string, double>> MeasureAsync(
        Deployment deployment, Generator generator, Settings settings, double turnsPerSecond, Action<int, long> turn, int deliveries, int replies = 0)
    {
        // Who has joined through one gateway may not be known at another yet.
        generator.Rest(Settling);
        var turns = generator.Run(settings.WarmUp, turnsPerSecond, turn, IsComplete);
        generator.Tally.Require((long)turns * deliveries, (long)turns * replies);
        generator.Tally.Clear();

        var profile = settings.Profiler?.Begin(deployment, Group);
        var usage = new Usage(deployment);
        turns = generator.Run(settings.Duration, turnsPerSecond, turn, IsComplete);
        var values = usage.PerMessage((double)turns * (deliveries + replies));
        if (profile is not null)
        {
            await profile();
        }

        generator.Tally.Require((long)turns * deliveries, (long)turns * replies);
        values[Figure.P50.Key] = generator.Tally.Latencies.Percentile(0.5);
        values[Figure.P99.Key] = generator.Tally.Latencies.Percentile(0.99);
        return values;

        bool IsComplete(int taken) => generator.Tally.Delivered >= (long)taken * deliveries && generator.Tally.Replies >= (long)taken * replies;
    }
}
