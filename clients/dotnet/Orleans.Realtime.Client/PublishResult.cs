namespace Orleans.Realtime.Client;

/// <summary>A message that the server has.</summary>
/// <param name="MessageId">The id that the server gave it.</param>
/// <param name="Seq">Its place in the log. None only where it went to those who are connected to a room while storage was away, and is kept nowhere.</param>
/// <param name="CreatedAt">When the server took it.</param>
public sealed record PublishResult(string MessageId, long? Seq, DateTimeOffset CreatedAt);
