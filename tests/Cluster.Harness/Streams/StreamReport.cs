namespace Orleans.Realtime.Cluster.Harness.Streams;

/// <summary>What a <see cref="StreamWorkload"/> shows in the end.</summary>
/// <param name="Acknowledged">Publishes that were acknowledged.</param>
/// <param name="Entries">Entries of the stream.</param>
/// <param name="Delivered">Entries given to subscribers, all together.</param>
/// <param name="NotReceived">Entries that the auto-acknowledging consumers never saw: they were on the wire when a gateway died.</param>
/// <param name="Refused">Frames that were refused for now.</param>
/// <param name="Gaps">Gaps that subscribers were told of.</param>
/// <param name="Reconnects">Connections that were made again.</param>
/// <param name="LongestStall">The longest time from the first sending of a message to its acknowledgement.</param>
/// <param name="Violations">What must not be.</param>
public sealed record StreamReport(
    int Acknowledged, int Entries, int Delivered, int NotReceived, int Refused, int Gaps, int Reconnects, TimeSpan LongestStall, IReadOnlyCollection<string> Violations);
