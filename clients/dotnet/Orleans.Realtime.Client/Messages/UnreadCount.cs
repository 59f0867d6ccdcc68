namespace Orleans.Realtime.Client.Messages;

/// <summary>What is unread in one conversation.</summary>
/// <param name="Conversation">The group or private conversation.</param>
/// <param name="Count">Messages of others behind what the user read.</param>
/// <param name="LastSeq">The conversation's last place.</param>
public sealed record UnreadCount(ChatTarget Conversation, long Count, long LastSeq);
