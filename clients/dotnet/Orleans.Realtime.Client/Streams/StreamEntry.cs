namespace Orleans.Realtime.Client.Streams;

/// <summary>One entry of a stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Id"><c>milliseconds-number</c>; grows from entry to entry.</param>
/// <param name="Data">What was published, byte for byte.</param>
/// <param name="Timestamp">When it was taken, to the second.</param>
/// <param name="DeliveryCount">How often it was delivered to its group, 1 for the first time; none outside a group.</param>
public sealed record StreamEntry(string Stream, string Id, JsonPayload Data, DateTimeOffset Timestamp, long? DeliveryCount = null);
