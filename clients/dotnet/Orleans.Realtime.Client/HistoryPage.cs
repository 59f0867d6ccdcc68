namespace Orleans.Realtime.Client;

/// <summary>A page of history.</summary>
/// <param name="Messages">In ascending order.</param>
/// <param name="HasMore">Whether there is more beyond the page, in the direction in which it was asked for.</param>
/// <param name="Epoch">The log's life: positions of another one mean nothing here.</param>
public sealed record HistoryPage(IReadOnlyList<Messages.RealtimeMessage> Messages, bool HasMore, string? Epoch);
