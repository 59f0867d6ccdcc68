using Orleans.Realtime.Cluster.Harness.History;

namespace Orleans.Realtime.Cluster.Harness.Chaos;

/// <summary>How a <see cref="ChaosRun"/> went.</summary>
/// <param name="Seed">What decided it.</param>
/// <param name="Faults">What happened, in order.</param>
/// <param name="History">What the clients saw of it.</param>
/// <param name="Elapsed">How long it all took, from the first client to the check.</param>
/// <param name="Failure">What broke the run itself, such as a process that did not come back; none when it came to its end.</param>
public sealed record ChaosResult(int Seed, IReadOnlyList<Fault> Faults, HistoryReport History, TimeSpan Elapsed, string? Failure)
{
    /// <summary>Whether the contract was kept, and every process came back.</summary>
    public bool IsClean => Failure is null && History.IsClean;
}
