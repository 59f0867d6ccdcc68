namespace Orleans.Realtime.Client.Streams;

/// <summary>Entries between two ids that the stream no longer holds. Both are exclusive.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="FromId">The last entry that was held.</param>
/// <param name="ToId">The next entry; none where it is not known yet.</param>
public sealed record StreamGap(string Stream, string FromId, string? ToId);
