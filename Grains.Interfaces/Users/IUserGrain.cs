using Orleans.Concurrency;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Users;

/// <summary>Owns one user's inbox and knows the user's live connections by gateway. Key: the user id.</summary>
[Alias("realtime.user")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>
    /// Registers a connection and, with it, the route of its gateway. When the gateway is attached already its position stays;
    /// else delivery starts behind <see cref="ConnectResult.LastSeq"/>, and what waits before that is read with
    /// <see cref="ReadInboxAsync"/>.
    /// </summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Forbidden"/>: the user has as many connections as the limit allows.</exception>
    [AlwaysInterleave]
    [Alias("connect")]
    Task<ConnectResult> ConnectAsync(ConnectRequest request);

    /// <summary>Removes a connection.</summary>
    [AlwaysInterleave]
    [Alias("disconnect")]
    Task DisconnectAsync(GatewayAddress gateway, string sessionId);

    /// <summary>A gateway states again what it holds of this user (see <see cref="AttachRequest"/>).</summary>
    [AlwaysInterleave]
    [Alias("attach")]
    Task<AttachResult> AttachAsync(AttachRequest request, IReadOnlyList<UserConnection> connections);

    /// <summary>Appends messages to the inbox and delivers them to every live connection. One receipt for each; safe to repeat.</summary>
    [AlwaysInterleave]
    [Alias("send")]
    Task<IReadOnlyList<PublishReceipt>> SendAsync(IReadOnlyList<Message> messages);

    /// <summary>Confirms the inbox up to and including a position: it no longer waits for new sessions. Positions only grow.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.BadRequest"/>: the position is negative or beyond the inbox's last.</exception>
    [AlwaysInterleave]
    [Alias("ack")]
    Task AcknowledgeAsync(LogPosition position);

    /// <summary>Reads one page of the inbox.</summary>
    [AlwaysInterleave]
    [Alias("read-inbox")]
    Task<MessagePage> ReadInboxAsync(HistoryQuery query);

    /// <summary>The user's live connections.</summary>
    [AlwaysInterleave]
    [Alias("connections")]
    Task<IReadOnlyList<UserConnection>> GetConnectionsAsync();

    /// <summary>Whether the user has a live connection, and when the last one ended.</summary>
    [AlwaysInterleave]
    [Alias("presence")]
    Task<UserPresence> GetPresenceAsync();

    /// <summary>
    /// The user became a member of a group. Answers when it is stored and every gateway where the user is connected listens. Safe to repeat.
    /// </summary>
    [AlwaysInterleave]
    [Alias("join-conversation")]
    Task JoinConversationAsync(UserConversation conversation);

    /// <summary>The user is no member any more. Answers when it is stored and no gateway delivers the conversation to the user. Safe to repeat.</summary>
    [AlwaysInterleave]
    [Alias("leave-conversation")]
    Task LeaveConversationAsync(LogId conversation);

    /// <summary>
    /// A private conversation of the user has a message, at <paramref name="lastSeq"/> or before: gateways where the user is connected listen to it from
    /// there when it answers. A conversation says so again after <see cref="ActivityMemory"/> of silence between two such calls.
    /// </summary>
    [AlwaysInterleave]
    [Alias("conversation-active")]
    Task ConversationActiveAsync(LogId conversation, long lastSeq);

    /// <summary>All conversations that the user takes part in.</summary>
    [AlwaysInterleave]
    [Alias("conversations")]
    Task<IReadOnlyList<UserConversation>> GetConversationsAsync();

    /// <summary>
    /// What the user has not read, over all conversations that hold something unread. A conversation whose owner does not answer in time is left out.
    /// </summary>
    /// <param name="messages">How many of the newest messages of each to bring, 0 to <see cref="ConversationUnread.MaxMessages"/>.</param>
    [AlwaysInterleave]
    [Alias("unread")]
    Task<IReadOnlyList<ConversationUnread>> GetUnreadAsync(int messages);

    /// <summary>The user for somebody who looks into it.</summary>
    [AlwaysInterleave]
    [Alias("describe")]
    Task<UserDescription> DescribeAsync();

    /// <summary>
    /// For how long a private conversation may rely on one <see cref="ConversationActiveAsync"/>: the user keeps it among those that gateways listen to for at least twice as long.
    /// </summary>
    static readonly TimeSpan ActivityMemory = TimeSpan.FromMinutes(1);
}
