namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A user, straight from its owner.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Status"><c>online</c> or <c>offline</c>.</param>
/// <param name="LastSeen">When the last connection ended; null while that is not known.</param>
/// <param name="ConnectionCount">Live connections.</param>
/// <param name="Connections">The first of them, at most 1,000.</param>
/// <param name="Inbox">The inbox.</param>
/// <param name="ConversationCount">Groups and private conversations that the user takes part in.</param>
/// <param name="Groups">The first of the groups.</param>
/// <param name="Peers">The other users of the first of the private conversations.</param>
internal sealed record UserInspection(
    string UserId,
    string Status,
    string? LastSeen,
    int ConnectionCount,
    IReadOnlyList<LiveConnection> Connections,
    InboxState Inbox,
    int ConversationCount,
    IReadOnlyList<string> Groups,
    IReadOnlyList<string> Peers);
