namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>What became of one <see cref="StreamPublish"/>.</summary>
/// <param name="Ids">The ids of its entries, in the order of its messages; empty when it was refused.</param>
/// <param name="Duplicate">Whether it was in the stream already, by its idempotency key.</param>
/// <param name="Error">Why nothing was added; <see cref="RealtimeErrorCode.Conflict"/>: an own id is not greater than the last one of the stream.</param>
/// <param name="ErrorMessage">The same in words.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-receipt")]
public sealed record StreamReceipt(
    [property: Id(0)] StreamId[] Ids,
    [property: Id(1)] bool Duplicate = false,
    [property: Id(2)] RealtimeErrorCode Error = RealtimeErrorCode.None,
    [property: Id(3)] string? ErrorMessage = null);
