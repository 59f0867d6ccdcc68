namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What is unread of one private conversation.</summary>
/// <param name="PeerUserId">With whom.</param>
/// <param name="Count">Messages of the other.</param>
/// <param name="LastSeq">The newest position.</param>
/// <param name="Epoch">The life of the log that it belongs to.</param>
/// <param name="Messages">The newest 20 of them, ascending.</param>
internal sealed record UnreadPrivate(string PeerUserId, int Count, long LastSeq, string Epoch, IReadOnlyList<ConversationMessage> Messages);
