namespace Orleans.Realtime.Cli.Bench;

/// <summary>What came of a load.</summary>
/// <param name="Measure">What the latencies are: <c>publish to delivery</c>.</param>
/// <param name="Sent">Messages that were published and acknowledged.</param>
/// <param name="Refused">Messages that were not acknowledged.</param>
/// <param name="Expected">Deliveries that there must be.</param>
/// <param name="Received">Deliveries in their order.</param>
/// <param name="Missing">Deliveries that did not come.</param>
/// <param name="Late">Deliveries that came again, or behind a later message.</param>
/// <param name="Gaps">Gaps that the server announced.</param>
/// <param name="Elapsed">From the first publish to the last delivery.</param>
/// <param name="Latencies">The times.</param>
internal sealed record BenchResult(
    string Measure, long Sent, long Refused, long Expected, long Received, long Missing, long Late, long Gaps, TimeSpan Elapsed, Latencies Latencies)
{
    /// <summary>Whether everything came once and in order.</summary>
    public bool IsWhole => Refused == 0 && Missing == 0 && Late == 0 && Gaps == 0 && Received == Expected;
}
