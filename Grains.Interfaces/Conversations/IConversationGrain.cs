using Orleans.Concurrency;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Conversations;

/// <summary>
/// Owns one group or one private conversation: its log, its members, how far each has read, and the routes to the gateways where members
/// are connected. Key: <see cref="LogId.ToString"/> of the log, <c>group/{group_id}</c> or <c>private/{a}|{b}</c>.
/// </summary>
/// <remarks>
/// A private conversation exists as soon as it is named and has exactly its two users as members for ever; what manages members is refused for it.
/// Common errors, as <see cref="RealtimeException"/>: <see cref="RealtimeErrorCode.NotFound"/> for a group that does not exist or was deleted,
/// <see cref="RealtimeErrorCode.NotMember"/> when the actor is no member (services are exempt; admins where it is said),
/// <see cref="RealtimeErrorCode.Forbidden"/> when a member lacks the role, <see cref="RealtimeErrorCode.Unavailable"/> when the store is out of reach.
/// </remarks>
[Alias("realtime.conversation")]
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Makes the group, tells its members' gateways, and answers then.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Conflict"/>: it exists already. <see cref="RealtimeErrorCode.BadRequest"/>: too many members, or an id is not valid.</exception>
    [Alias("create")]
    Task<GroupInfo> CreateAsync(CreateGroup request);

    /// <summary>Describes the group to a member, an admin or a service.</summary>
    [AlwaysInterleave]
    [Alias("get")]
    Task<GroupInfo> GetAsync(Actor by);

    /// <summary>Gives the group another name. Owner, admin or service.</summary>
    [Alias("rename")]
    Task<GroupInfo> RenameAsync(Actor by, string? name);

    /// <summary>Deletes the group with all that it holds. Owner, admin or service. Members' connections hear nothing more once it answers. A call that timed out may be repeated; once the group is gone it is <see cref="RealtimeErrorCode.NotFound"/>.</summary>
    [Alias("delete")]
    Task DeleteAsync(Actor by);

    /// <summary>
    /// Adds members: an entry of the log each. Owner, admin or service. Answers when every gateway where one of them is connected listens.
    /// Those who are members already stay as they are.
    /// </summary>
    [Alias("add-members")]
    Task<MembersChange> AddMembersAsync(Actor by, IReadOnlyList<string> userIds);

    /// <summary>
    /// Removes a member: an entry of the log. Owner, admin, service, or the member itself. Answers when no gateway delivers anything more to
    /// that user. The owner cannot be removed, and leaves only by deleting the group (<see cref="RealtimeErrorCode.Conflict"/>). Who is no member is no error.
    /// </summary>
    [Alias("remove-member")]
    Task<MembersChange> RemoveMemberAsync(Actor by, string userId);

    /// <summary>Lists members behind <paramref name="afterUserId"/> (none: from the first), with their status. Member, admin or service. At most 1,000 a page.</summary>
    [AlwaysInterleave]
    [Alias("members")]
    Task<MembersPage> GetMembersAsync(Actor by, string? afterUserId, int limit);

    /// <summary>
    /// Appends messages in the order given and delivers them; one receipt for each. Each message's sender must be a member unless
    /// <see cref="Messaging.Message.OnBehalf"/> is set: else its receipt says <see cref="RealtimeErrorCode.NotMember"/> or <see cref="RealtimeErrorCode.NotFound"/>. Safe to repeat.
    /// Kinds taken: <see cref="MessageKind.Group"/>, <see cref="MessageKind.Private"/>. Mentions, given or found as <c>@user</c> in text, go to the inboxes of members.
    /// </summary>
    [AlwaysInterleave]
    [Alias("publish")]
    Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages);

    /// <summary>
    /// Recalls a message: its content is erased from the log, and an entry of the log tells so. Its sender within <c>Conversations:RecallWindow</c>; an admin or service any.
    /// </summary>
    /// <param name="by">Who recalls.</param>
    /// <param name="messageId">Which message.</param>
    /// <param name="clientId">The caller's own id of the request, or none: safe to repeat with it.</param>
    /// <param name="originSessionId">The connection that asked, which gets no frame; or none.</param>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.NotFound"/>: no such message, or it was recalled before. <see cref="RealtimeErrorCode.Forbidden"/>: not the sender's, or the window is over.</exception>
    [AlwaysInterleave]
    [Alias("recall")]
    Task<PublishReceipt> RecallAsync(Actor by, string messageId, string? clientId, string? originSessionId);

    /// <summary>A member has read up to a position; positions only grow. Answers when that is stored. The senders of what was read, and the member's other connections, are told.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.BadRequest"/>: the position is negative or beyond the last.</exception>
    [AlwaysInterleave]
    [Alias("read")]
    Task<ReadState> MarkReadAsync(string userId, long seq, string? originSessionId);

    /// <summary>Who has read a message. Member, admin or service.</summary>
    [AlwaysInterleave]
    [Alias("receipts")]
    Task<MessageReceipts> GetReceiptsAsync(Actor by, string messageId);

    /// <summary>What a member has not read, with the newest messages of it; <see langword="null"/> for one who is no member.</summary>
    [AlwaysInterleave]
    [Alias("unread")]
    Task<ConversationUnread?> GetUnreadAsync(string userId, int messages);

    /// <summary>A member types: told to the other members who are there, nothing is kept. Who is no member is refused.</summary>
    [AlwaysInterleave]
    [Alias("typing")]
    Task TypingAsync(string userId, string? originSessionId);

    /// <summary>Who is there. Member, admin or service.</summary>
    [AlwaysInterleave]
    [Alias("presence")]
    Task<ConversationPresence> GetPresenceAsync(Actor by);

    /// <summary>A member came or went: told to the other members who are there, in groups of up to <c>Presence:MaxGroupMembers</c>.</summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("presence-changed")]
    Task PresenceChangedAsync(string userId, bool online);

    /// <summary>
    /// One page of the messages that members wrote: recalled ones and changes of members are left out, and pages are filled up. Member, admin or service.
    /// </summary>
    [AlwaysInterleave]
    [Alias("history")]
    Task<MessagePage> GetHistoryAsync(Actor by, HistoryQuery query);

    /// <summary>One page of the log as it is, for gateways that bring their connections up to date. <see cref="MessageKind.Erased"/> stands where a message was recalled.</summary>
    [AlwaysInterleave]
    [Alias("read-log")]
    Task<MessagePage> ReadLogAsync(HistoryQuery query);

    /// <summary>Starts, or confirms, delivery to a gateway; see <see cref="AttachRequest"/>, whose audience is left empty: a conversation knows gateways, not connections.</summary>
    [AlwaysInterleave]
    [Alias("attach")]
    Task<AttachResult> AttachAsync(AttachRequest request);

    /// <summary>Ends delivery to a gateway.</summary>
    [AlwaysInterleave]
    [Alias("detach")]
    Task DetachAsync(GatewayAddress gateway);

    /// <summary>The log and who it is delivered to, for somebody who looks into it. Member, admin or service.</summary>
    [AlwaysInterleave]
    [Alias("describe")]
    Task<LogDescription> DescribeAsync(Actor by);
}
