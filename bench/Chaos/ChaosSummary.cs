using System.Text.Json;
using Orleans.Realtime.Cluster.Harness.Chaos;
using Orleans.Realtime.Cluster.Harness.Processes;

namespace Orleans.Realtime.Chaos;

/// <summary>The line at the end of a run.</summary>
internal sealed record ChaosSummary
{
    public static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required bool Ok { get; init; }

    public required int Seed { get; init; }

    public required int Seconds { get; init; }

    public required int Faults { get; init; }

    public required IReadOnlyDictionary<string, int> FaultKinds { get; init; }

    public required int Sent { get; init; }

    public required int Acknowledged { get; init; }

    public required int Delivered { get; init; }

    public required int Lost { get; init; }

    public required int Doubled { get; init; }

    public required int Reordered { get; init; }

    public required int Contradictions { get; init; }

    public required int Holes { get; init; }

    public required int Gaps { get; init; }

    public required int UnacknowledgedDelivered { get; init; }

    public required int Refused { get; init; }

    public required int Reconnects { get; init; }

    public required int SessionsLost { get; init; }

    public required int LongestWriterStallMs { get; init; }

    public required int LongestReaderStallMs { get; init; }

    public required int Violations { get; init; }

    public string? Failure { get; init; }

    public static ChaosSummary Of(ChaosResult result, ChaosOptions options)
    {
        var history = result.History;
        return new()
        {
            Ok = result.IsClean,
            Seed = result.Seed,
            Seconds = (int)options.Duration.TotalSeconds,
            Faults = result.Faults.Count,
            FaultKinds = result.Faults.GroupBy(Name).OrderBy(faults => faults.Key, StringComparer.Ordinal).ToDictionary(faults => faults.Key, faults => faults.Count()),
            Sent = history.Sent,
            Acknowledged = history.Acknowledged,
            Delivered = history.Delivered,
            Lost = history.Lost,
            Doubled = history.Doubled,
            Reordered = history.Reordered,
            Contradictions = history.Contradictions,
            Holes = history.Holes,
            Gaps = history.Gaps,
            UnacknowledgedDelivered = history.UnacknowledgedDelivered,
            Refused = history.Refused,
            Reconnects = history.Reconnects,
            SessionsLost = history.SessionsLost,
            LongestWriterStallMs = (int)history.LongestWriterStall.TotalMilliseconds,
            LongestReaderStallMs = (int)history.LongestReaderStall.TotalMilliseconds,
            Violations = history.ViolationCount,
            Failure = result.Failure,
        };
    }

    private static string Name(Fault fault) => fault.Kind + (fault.Role == NodeRole.Redis ? "Redis" : fault.Role == NodeRole.Silo ? "Silo" : "Gateway");
}
