namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>One entry of a stream.</summary>
/// <param name="Id">Where it stands.</param>
/// <param name="Data">One JSON value in UTF-8, byte for byte as it was published.</param>
/// <param name="TimestampMs">When it was taken, in Unix milliseconds.</param>
/// <param name="DeliveryCount">How often it was given to consumers of the group that was read, this time included; 0 when no group was read.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-entry")]
public sealed record StreamEntry(
    [property: Id(0)] StreamId Id,
    [property: Id(1)] byte[] Data,
    [property: Id(2)] long TimestampMs,
    [property: Id(3)] int DeliveryCount = 0);
