namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What is unread of one group.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Count">Messages of others.</param>
/// <param name="LastSeq">The newest position.</param>
/// <param name="Epoch">The life of the log that it belongs to.</param>
/// <param name="Messages">The newest 20 of them, ascending.</param>
internal sealed record UnreadGroup(string GroupId, int Count, long LastSeq, string Epoch, IReadOnlyList<ConversationMessage> Messages);
