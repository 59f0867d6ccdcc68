namespace Orleans.Realtime.Cluster.Harness.Chaos;

/// <summary>A time of peace, and then one fault, or two that overlap.</summary>
public sealed record FaultStep(TimeSpan Peace, IReadOnlyList<Fault> Faults);
