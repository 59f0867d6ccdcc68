namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>What is to become one entry.</summary>
/// <param name="Data">One JSON value in UTF-8.</param>
/// <param name="Id">The publisher's own id, greater than all in the stream; <see langword="null"/>: the server makes one.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-message")]
public sealed record StreamMessage([property: Id(0)] byte[] Data, [property: Id(1)] StreamId? Id = null);
