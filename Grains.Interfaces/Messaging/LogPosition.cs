namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>A position in one log's life. Another epoch than the log's own means that the position says nothing about this log any more.</summary>
/// <param name="Seq">The last seq that was seen; 0 before the first.</param>
/// <param name="Epoch">The log's epoch; <see langword="null"/> when the holder does not know it.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.log-position")]
public readonly record struct LogPosition([property: Id(0)] long Seq, [property: Id(1)] string? Epoch);
