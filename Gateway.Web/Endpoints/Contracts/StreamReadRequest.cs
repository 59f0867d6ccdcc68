namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Takes entries for one consumer of a group.</summary>
/// <param name="Consumer">Who takes them: a name that this consumer alone has at a time.</param>
/// <param name="Count">Most entries to answer, 1 to 1,000.</param>
/// <param name="BlockMs">How long to wait for the first entry, in milliseconds, 0 (not at all) to 60,000.</param>
/// <param name="AutoAck">Acknowledges what was answered once all of it was written, before the answer ends. Otherwise it is pending until <c>ack</c>.</param>
/// <param name="Pending">Not new entries but those that this consumer has pending already; never waits.</param>
/// <param name="MinIdleMs">Where there is room in the answer, takes over what others have left pending for so long, in milliseconds, from 1; absent: only new entries.</param>
internal sealed record StreamReadRequest(
    string? Consumer, int Count = 10, int BlockMs = 5_000, bool AutoAck = true, bool Pending = false, long? MinIdleMs = null);
