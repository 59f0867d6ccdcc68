namespace Orleans.Realtime.Client;

/// <summary>How far a conversation is read.</summary>
/// <param name="Seq">Up to and including this place.</param>
/// <param name="Unread">Messages of others behind it.</param>
public sealed record ReadResult(long Seq, long Unread);
